<?cs set:Page.nav = "interactions" ?><?cs set:Page.css = "views" ?>
<?cs include:"lib/head.cs" ?><?cs include:"lib/form.cs" ?>
<div class="sheet choose" id="panel">
<h1 id="panel-title">Columns</h1>
<p class="help"><?cs if:Choose.view ?>Changes the open view, <bdi><?cs var:Choose.view ?></bdi>. Save the view to keep them there.<?cs else ?>Kept for you, for all lists that no view is open in.<?cs /if ?> <span class="by-number">The smallest number stands at the left.</span></p>
<?cs if:Choose.error ?><p class="field-error" role="alert"><?cs var:Choose.error ?></p><?cs /if ?>
<form method="post" action="<?cs var:Url.columns ?>" id="columns-form">
<?cs call:csrf() ?><input type="hidden" name="state" value="<?cs var:Choose.state ?>">
<ol class="column-list" id="column-list">
<?cs each:c = Choice ?><li data-label="<?cs var:c.label ?>">
<label><input class="form-check-input" type="checkbox" name="on_<?cs var:c.key ?>" value="1"<?cs if:c.on ?> checked<?cs /if ?>> <span class="column-label"><?cs var:c.label ?></span><?cs if:c.title ?> <span class="column-title"><?cs var:c.title ?></span><?cs /if ?></label>
<input class="form-control column-at" type="number" name="at_<?cs var:c.key ?>" value="<?cs var:c.at ?>" min="1" max="99" required aria-label="Position of <?cs var:c.label ?>">
</li>
<?cs /each ?></ol>
<p class="actions"><button type="submit" class="btn btn-primary">Show these columns</button> <button type="submit" class="btn" name="standard" value="1" formnovalidate>Standard columns</button> <a class="btn panel-close" href="<?cs var:Choose.back ?>">Back to the list</a></p>
</form>
</div>
<script src="<?cs var:Url.static ?>/js/views.js" defer></script>
<?cs include:"lib/foot.cs" ?>
