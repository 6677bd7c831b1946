<?cs include:"admin/head.cs" ?>
<?cs include:"admin/fields.cs" ?>
<?cs call:form_title() ?>
<?cs call:facts() ?>
<?cs if:Assign.on ?>
<form class="edit" method="post" action="<?cs var:Form.url ?>" novalidate>
<?cs call:form_open() ?>
<?cs call:fields() ?>
<fieldset class="assign<?cs if:Assign.error ?> wrong<?cs /if ?>" id="assign"<?cs if:Assign.error ?> aria-describedby="e-queues"<?cs /if ?>>
<legend>Queues to choose from</legend>
<p class="help" id="h-queues">Only where the key is for chosen queues: it never learns of the others.</p>
<?cs if:Assign.error ?><p class="field-error" id="e-queues"><?cs var:Assign.error ?></p><?cs /if ?>
<?cs if:subcount(Queues) ?><ul class="ticks" id="queues">
<?cs each:q = Queues ?><li><label class="form-check"><input class="form-check-input" type="checkbox" name="queues" value="<?cs var:q.id ?>"<?cs if:q.ticked ?> checked<?cs /if ?>> <span><bdi><?cs var:q.name ?></bdi></span></label></li>
<?cs /each ?></ul><?cs else ?><p class="quiet">This tenant has no queues yet.</p><?cs /if ?>
</fieldset>
<?cs call:form_buttons() ?>
</form>
<?cs /if ?>
<?cs if:Delete.url ?><p class="remove"><a class="btn" href="<?cs var:Delete.url ?>">Revoke this key</a></p><?cs /if ?>
<?cs include:"admin/foot.cs" ?>
