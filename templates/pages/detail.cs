<?cs set:Page.nav = "interactions" ?><?cs set:Page.css = "detail" ?>
<?cs include:"lib/head.cs" ?>
<link rel="stylesheet" href="/static/css/deleted.css">
<article id="detail" class="detail" data-id="<?cs var:Of.id ?>" aria-labelledby="detail-title">
<?cs include:"pages/detail_head.cs" ?>
<?cs include:"pages/detail_menu.cs" ?>
<?cs include:"pages/detail_hold.cs" ?>
<?cs include:"pages/detail_looked.cs" ?>
</article>
<script src="/static/js/detail.js" defer></script>
<?cs include:"lib/foot.cs" ?>
