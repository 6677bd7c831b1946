<?cs set:Page.nav = "interactions" ?><?cs set:Page.css.marks = "marks" ?>
<?cs include:"lib/head.cs" ?><?cs include:"lib/form.cs" ?>
<div class="sheet edit" id="edited">
<h1><?cs var:Edited.title ?></h1>
<p role="status" dir="auto"><?cs var:Edited.text ?></p>
<div class="actions">
<a class="btn btn-primary" href="<?cs var:Edited.back ?>">Back to the list</a>
<?cs if:Url.undo ?><form method="post" action="<?cs var:Url.undo ?>"><?cs call:csrf() ?><input type="hidden" name="at" value="<?cs var:Edited.at ?>"><input type="hidden" name="list" value="<?cs var:Edited.list ?>"><button type="submit" class="btn">Undo</button></form><?cs /if ?>
</div>
</div>
<script src="<?cs var:Url.static ?>/js/select.js" defer></script>
<?cs include:"lib/foot.cs" ?>
