<?cs include!Page.File ?>
