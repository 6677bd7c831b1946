<?cs include:Page.File ?>
