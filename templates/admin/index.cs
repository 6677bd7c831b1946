<?cs set:Page.nav = "admin" ?>
<?cs include:"lib/head.cs" ?>
<div class="sheet">
<h1><?cs var:Page.title ?></h1>
</div>
<?cs include:"lib/foot.cs" ?>
