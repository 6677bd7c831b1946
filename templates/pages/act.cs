<?cs set:Page.nav = "interactions" ?><?cs set:Page.css = "deleted" ?><?cs set:Page.forms = "1" ?>
<?cs include:"lib/head.cs" ?><?cs include:"lib/form.cs" ?>
<div class="act">
<p class="crumb"><a href="<?cs var:Act.back ?>">Back to the interaction</a></p>
<h1><?cs var:Page.title ?></h1>
<dl class="act-of">
<div><dt>Interaction</dt><dd><?cs var:Of.id ?></dd></div>
<div><dt>Client</dt><dd><bdi><?cs var:Of.client ?></bdi></dd></div>
<div><dt>Channel</dt><dd><?cs var:Of.channel ?></dd></div>
<div><dt>Created</dt><dd title="<?cs var:Of.created_title ?>"><?cs var:Of.created ?></dd></div>
<div><dt>Queue</dt><dd><bdi><?cs var:Of.queue ?></bdi></dd></div>
<div><dt>Agent</dt><dd><bdi><?cs var:Of.agent ?></bdi></dd></div>
<div><dt>Duration</dt><dd><?cs var:Of.duration ?></dd></div>
</dl>
<?cs if:Act.refused ?>
<p class="refused" role="alert"><strong>This cannot be done.</strong> <span dir="auto"><?cs var:Act.refused ?></span></p>
<p class="form-actions"><a class="btn" href="<?cs var:Act.back ?>">Back</a></p>
<?cs else ?>
<form method="post" action="<?cs var:Act.path ?>" id="act" novalidate>
<?cs call:csrf() ?><input type="hidden" name="id" value="<?cs var:Of.id ?>"><input type="hidden" name="list" value="<?cs var:Act.list ?>">
<?cs each:p = Paragraphs ?><p><?cs var:p.text ?></p>
<?cs /each ?>
<?cs if:Act.asks_reason ?><?cs call:required_field("reason", "Reason", Form.reason, "500", "") ?><?cs /if ?>
<?cs if:Act.asks_number ?><?cs call:required_field("number", "Number of the interaction", Form.number, "40", "To confirm, type " + Of.id + ".") ?><?cs /if ?>
<p class="form-actions"><button type="submit" class="btn <?cs if:Act.dangerous ?>btn-danger<?cs else ?>btn-primary<?cs /if ?>"><?cs var:Act.button ?></button> <a class="btn" href="<?cs var:Act.back ?>">Cancel</a></p>
</form>
<?cs /if ?>
</div>
<?cs include:"lib/foot.cs" ?>
