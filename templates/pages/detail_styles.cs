<?cs # The style sheets of one interaction, for its page and for the drawer over the grid. ?><?cs set:Page.css.detail = "detail" ?><?cs set:Page.css.pictures = "pictures" ?>
