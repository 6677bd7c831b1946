<?cs include:"admin/head.cs" ?>
<?cs include:"admin/fields.cs" ?>
<?cs call:form_title() ?>
<?cs if:Remark ?><p class="remark" id="remark"><?cs var:Remark ?></p><?cs /if ?>
<?cs call:facts() ?>
<form class="edit" method="post" action="<?cs var:Form.url ?>" novalidate>
<?cs call:form_open() ?>
<?cs call:fields() ?>
<?cs if:Assign.on ?>
<fieldset class="assign<?cs if:Assign.error ?> wrong<?cs /if ?>" id="assign" data-all-roles="<?cs var:Assign.all_roles ?>"<?cs if:Assign.put_away ?> data-put-away="1"<?cs /if ?>>
<legend>Assigned queues</legend>
<p class="help" id="h-queues">What somebody with a role of assigned queues sees: interactions, filters and reports of these queues, no others. Roles of all queues need none.</p>
<?cs if:Assign.error ?><p class="field-error" id="e-queues"><?cs var:Assign.error ?></p><?cs /if ?>
<?cs if:Assign.none ?><p class="quiet">This tenant has no queues yet.</p><?cs else ?>
<div class="assign-tools">
<label for="i-find" class="sr">Find a queue</label>
<input class="form-control" type="search" id="i-find" name="find" value="<?cs var:Assign.find ?>" placeholder="Part of a name" maxlength="80" autocomplete="off" spellcheck="false">
<button type="submit" class="btn" name="narrow" value="yes" id="narrow">Find</button>
<button type="button" class="btn js-only" id="tick-all" hidden>Select all</button>
<button type="button" class="btn js-only" id="tick-none" hidden>Select none</button>
<span class="quiet" id="ticked" role="status"><?cs if:Assign.unseen ?><?cs var:Assign.unseen ?> more selected, not in this list<?cs /if ?></span>
</div>
<?cs each:q = Unseen ?><input type="hidden" name="queues" value="<?cs var:q.id ?>"><?cs /each ?>
<ul class="ticks" id="queues">
<?cs each:q = Queues ?><li><label class="form-check"><input class="form-check-input" type="checkbox" name="queues" value="<?cs var:q.id ?>"<?cs if:q.ticked ?> checked<?cs /if ?>> <span><?cs var:q.name ?></span><?cs if:q.closed ?> <small class="quiet">(closed)</small><?cs /if ?></label></li>
<?cs /each ?></ul>
<?cs if:!subcount(Queues) ?><p class="quiet" id="no-queue">No queue has that in its name. What is selected stays selected.</p><?cs /if ?>
<?cs /if ?>
</fieldset>
<?cs /if ?>
<?cs if:May.edit ?><?cs call:form_buttons() ?><?cs /if ?>
</form>
<?cs if:subcount(Acts) ?>
<div class="acts"><h2>Access</h2>
<p class="form-actions"><?cs each:x = Acts ?><a class="btn" href="<?cs var:x.url ?>"><?cs var:x.label ?></a> <?cs /each ?></p>
</div>
<?cs /if ?>
<script src="<?cs var:Url.static ?>/js/assign.js" defer></script>
<?cs include:"admin/foot.cs" ?>
