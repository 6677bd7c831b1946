<?cs include:"admin/head.cs" ?>
<div class="title">
<h1><?cs var:Page.title ?></h1>
<?cs if:Log.other ?><p class="title-actions"><a class="btn" href="<?cs var:Log.other_url ?>"><?cs var:Log.other ?></a></p><?cs /if ?>
</div>
<?cs if:Log.note ?><p class="hint"><?cs var:Log.note ?></p><?cs /if ?>
<form class="search audit-search" method="get" action="<?cs var:Filter.url ?>" role="search" aria-label="Filter the audit log">
<?cs each:h = Hidden ?><input type="hidden" name="<?cs var:h.name ?>" value="<?cs var:h.value ?>"><?cs /each ?>
<div class="field"><label for="f-who">Who</label>
<input class="form-control" type="search" id="f-who" name="who" value="<?cs var:Filter.who ?>" maxlength="80" autocomplete="off" spellcheck="false" placeholder="Part of a name or e-mail"></div>
<div class="field"><label for="f-action">Did what</label>
<select class="form-select" id="f-action" name="action">
<option value="">Anything</option>
<?cs each:g = Groups ?><optgroup label="<?cs var:g.label ?>">
<?cs each:o = g.options ?><option value="<?cs var:o.value ?>"<?cs if:o.selected ?> selected<?cs /if ?>><?cs var:o.label ?></option>
<?cs /each ?></optgroup>
<?cs /each ?></select></div>
<div class="field"><label for="f-subject">To what</label>
<input class="form-control" type="search" id="f-subject" name="subject" value="<?cs var:Filter.subject ?>" maxlength="80" autocomplete="off" spellcheck="false" placeholder="Part of it"></div>
<div class="field"><label for="f-address">From where</label>
<input class="form-control" type="search" id="f-address" name="address" value="<?cs var:Filter.address ?>" maxlength="45" autocomplete="off" spellcheck="false" placeholder="Whole address"></div>
<div class="field f-day"><label for="f-from">From</label>
<input class="form-control" type="date" id="f-from" name="from" value="<?cs var:Filter.from ?>" min="2000-01-01" max="2099-12-31"></div>
<div class="field f-day"><label for="f-to">To</label>
<input class="form-control" type="date" id="f-to" name="to" value="<?cs var:Filter.to ?>" min="2000-01-01" max="2099-12-31"></div>
<button type="submit" class="btn">Search</button>
<?cs if:Filter.clear ?><a class="btn" href="<?cs var:Filter.clear ?>">Show all</a><?cs /if ?>
</form>
<nav class="audit-periods" aria-label="Period">
<?cs each:p = Periods ?><a href="<?cs var:p.url ?>"<?cs if:p.current ?> aria-current="true"<?cs /if ?>><?cs var:p.label ?></a>
<?cs /each ?></nav>
<?cs if:Filter.user_url ?><p class="hint">One person&#39;s entries only. <a href="<?cs var:Filter.user_url ?>">Show everybody&#39;s</a></p><?cs /if ?>
<?cs if:Filter.hint ?><p class="hint" role="status"><?cs var:Filter.hint ?></p><?cs /if ?>
<?cs if:subcount(Rows) ?>
<table class="rows audit" id="table">
<caption class="sr">What was done, newest first</caption>
<thead><tr><th scope="col">When</th><th scope="col">Who</th><th scope="col">Did what</th><th scope="col">To what</th><th scope="col">From where</th><th scope="col" class="c-number"><abbr title="Number of the entry in the chain that parley audit verify checks">No.</abbr></th></tr></thead>
<tbody>
<?cs each:row = Rows ?><tr id="a<?cs var:row.seq ?>">
<td class="a-when" title="<?cs var:row.exact ?>"><?cs var:row.time ?></td>
<td class="a-who"><?cs var:row.who ?></td>
<td class="a-what"><?cs var:row.what ?></td>
<td class="a-subject<?cs if:!row.subject ?> none<?cs /if ?>"><?cs if:row.subject ?><?cs var:row.subject ?><?cs else ?>&ndash;<?cs /if ?><?cs if:subcount(row.lines) ?><ul class="lines"><?cs each:x = row.lines ?><li><span class="quiet"><?cs var:x.key ?>:</span> <?cs if:x.was ?><?cs var:x.was ?> <span aria-hidden="true">→</span><span class="sr"> now </span> <?cs /if ?><?cs var:x.is ?></li><?cs /each ?></ul><?cs /if ?></td>
<td class="a-address"<?cs if:row.request ?> title="Request <?cs var:row.request ?>"<?cs /if ?>><?cs if:row.address ?><?cs var:row.address ?><?cs else ?>&ndash;<?cs /if ?></td>
<td class="a-seq"><?cs var:row.seq ?></td>
</tr>
<?cs /each ?></tbody>
</table>
<?cs elif:!Bound.text ?>
<div class="blank" id="empty">
<h2>Nothing was recorded</h2>
<p>Nobody did anything that fits these filters in this period. A longer period or fewer filters may find it.</p>
</div>
<?cs /if ?>
<?cs if:Bound.text ?><p class="bound" id="bound" role="status"><?cs var:Bound.text ?> <a href="<?cs var:Bound.url ?>">Look further</a></p><?cs /if ?>
<?cs include:"lib/turn.cs" ?><p class="quiet bound">A search for a part of a subject looks through 20,000 entries at a time. Names of people are found by their present name and e-mail; of people unknown to this tenant, type the whole of it.</p>
<?cs include:"admin/foot.cs" ?>
