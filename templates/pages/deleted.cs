<?cs set:Page.nav = "interactions" ?><?cs set:Page.css = "deleted" ?><?cs set:Page.forms = "1" ?>
<?cs include:"lib/head.cs" ?><?cs include:"lib/form.cs" ?>
<div class="deleted">
<p class="crumb"><a href="<?cs var:Url.grid ?>">Interactions</a></p>
<h1><?cs var:Page.title ?></h1>
<?cs if:Foreign ?>
<div class="blank" id="empty"><h2>Nothing is deleted here</h2><p>The interactions are kept by the PBX in a database of its own, which Parley reads and never changes.</p></div>
<?cs else ?>
<p class="intro">They are in no list and no count. Each can be restored as it was within 30 days; then it is purged with its recording.</p>
<?cs if:Form.done ?><p class="gone" role="status"><?cs var:Form.done ?></p><?cs /if ?>
<?cs if:subcount(Problems) ?><ul class="refused" role="alert"><?cs each:p = Problems ?><li><?cs var:p.text ?></li><?cs /each ?></ul><?cs /if ?>
<form class="which" method="get" action="<?cs var:Url.deleted ?>" role="search" aria-label="Deleted interactions">
<div class="field"><label for="w-period">When</label>
<select class="form-select" id="w-period" name="period"><?cs each:o = Periods ?><option value="<?cs var:o.value ?>"<?cs if:o.selected ?> selected<?cs /if ?>><?cs var:o.label ?></option><?cs /each ?></select></div>
<div class="field"><label for="w-number">Number</label>
<input class="form-control" type="text" inputmode="numeric" id="w-number" name="number" value="<?cs var:Which.number ?>" maxlength="19" autocomplete="off"></div>
<button type="submit" class="btn">Show</button><?cs if:Which.narrowed ?> <a class="btn" href="<?cs var:Url.deleted ?>">Show all</a><?cs /if ?>
</form>
<?cs if:subcount(Rows) ?>
<form method="post" action="<?cs var:Url.restore ?>" id="deleted">
<?cs call:csrf() ?><input type="hidden" name="period" value="<?cs var:Which.period ?>"><input type="hidden" name="number" value="<?cs var:Which.number ?>">
<table class="gone-rows" id="table">
<caption class="sr">Deleted interactions, the last deleted first</caption>
<thead><tr><td></td><th scope="col">Number</th><th scope="col">Client</th><th scope="col">Channel</th><th scope="col">Created</th><th scope="col">Queue</th><th scope="col">Deleted</th><th scope="col">By</th><th scope="col">Reason</th><th scope="col">Time left</th><td></td></tr></thead>
<tbody>
<?cs each:row = Rows ?><tr id="d<?cs var:row.id ?>">
<td class="g-pick"><?cs if:!row.late ?><input class="form-check-input" type="checkbox" name="ids" value="<?cs var:row.id ?>" aria-label="Select interaction <?cs var:row.id ?>"><?cs /if ?></td>
<td class="g-short" data-label="Number"><?cs var:row.id ?></td>
<td class="g-name" data-label="Client"><bdi><?cs var:row.client ?></bdi></td>
<td class="g-short" data-label="Channel"><span class="ch <?cs var:row.channel_key ?>"><?cs var:row.channel ?></span></td>
<td class="g-short" data-label="Created"><?cs var:row.created ?></td>
<td class="g-text" data-label="Queue"><bdi><?cs var:row.queue ?></bdi></td>
<td class="g-short" data-label="Deleted"><?cs var:row.deleted ?></td>
<td class="g-text" data-label="By"><bdi><?cs var:row.by ?></bdi></td>
<td class="g-reason" data-label="Reason"><span dir="auto"><?cs var:row.reason ?></span></td>
<td class="g-short" data-label="Time left" title="<?cs var:row.until ?>"><?cs var:row.left ?></td>
<td class="g-act"><?cs if:!row.late ?><button type="submit" class="btn" name="one" value="<?cs var:row.id ?>">Restore<span class="sr"> interaction <?cs var:row.id ?></span></button><?cs /if ?></td>
</tr>
<?cs /each ?></tbody>
</table>
<p class="form-actions"><button type="submit" class="btn btn-primary" id="restore-ticked">Restore the selected ones</button></p>
</form>
<?cs else ?>
<div class="blank" id="empty"><h2>No deleted interactions<?cs if:Which.narrowed || Which.placed ?> here<?cs /if ?></h2><p><?cs if:Which.number ?>None of this number is waiting to be restored.<?cs elif:Which.narrowed ?>None was deleted in this time.<?cs elif:Which.placed ?>None beyond this place.<?cs else ?>What is deleted waits here for 30 days.<?cs /if ?></p></div>
<?cs /if ?>
<?cs include:"lib/turn.cs" ?>
<?cs /if ?>
</div>
<?cs include:"lib/foot.cs" ?>
