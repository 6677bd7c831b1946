<?cs include:"pages/" + Page.File ?>
