<?cs include:"admin/head.cs" ?>
<p class="crumb"><a href="<?cs var:Section.url ?>"><?cs var:Section.label ?></a></p>
<div class="title"><h1><?cs var:Page.title ?></h1></div>
<?cs if:Form.error ?>
<div class="problem" role="alert"><p><?cs var:Form.error ?></p></div>
<p class="form-actions"><a class="btn" href="<?cs var:Section.url ?>">Back</a></p>
<?cs else ?>
<form class="edit confirm" method="post" action="<?cs var:Form.url ?>">
<?cs call:csrf() ?><?cs if:Form.was ?><input type="hidden" name="was" value="<?cs var:Form.was ?>"><?cs /if ?>
<?cs each:c = Carried ?><input type="hidden" name="<?cs var:c.name ?>" value="<?cs var:c.value ?>"><?cs /each ?>
<?cs each:p = Paragraphs ?><p><?cs var:p.text ?></p>
<?cs /each ?>
<p class="form-actions"><button type="submit" class="btn btn-danger" name="confirmed" value="yes"><?cs var:Form.button ?></button> <button type="submit" class="btn" name="confirmed" value="no">Back, change nothing</button></p>
</form>
<?cs /if ?>
<?cs include:"admin/foot.cs" ?>
