<?cs linclude:Page.File ?>
