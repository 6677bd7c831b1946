<?cs include:"admin/head.cs" ?>
<div class="title">
<h1><?cs var:Page.title ?></h1>
<?cs if:Again.url ?><p class="title-actions"><a class="btn" href="<?cs var:Again.url ?>">Try all of these again</a></p><?cs /if ?>
</div>
<?cs call:notices() ?>
<dl class="facts" id="head">
<div<?cs if:Head.late ?> class="late"<?cs /if ?>><dt>Waiting</dt><dd><?cs if:Head.waiting_url ?><a href="<?cs var:Head.waiting_url ?>"><?cs var:Head.waiting ?></a>, the oldest since <?cs var:Head.oldest ?><?cs else ?>none<?cs /if ?></dd></div>
<div><dt>Refused in the last 24 hours</dt><dd><?cs if:Head.refused_url ?><a href="<?cs var:Head.refused_url ?>"><?cs var:Head.refused ?></a><?cs else ?>none<?cs /if ?></dd></div>
</dl>
<form class="search" method="get" action="<?cs var:Filter.url ?>" role="search" aria-label="Filter the arrivals">
<?cs if:Filter.tenant ?><input type="hidden" name="tenant" value="<?cs var:Filter.tenant ?>"><?cs /if ?>
<div class="field f-q"><label for="q">Id or reason contains</label>
<input class="form-control" type="search" id="q" name="q" value="<?cs var:Filter.q ?>" maxlength="80" autocomplete="off" spellcheck="false"></div>
<div class="field"><label for="f-state">State</label>
<select class="form-select" id="f-state" name="state">
<?cs each:o = States ?><option value="<?cs var:o.value ?>"<?cs if:o.selected ?> selected<?cs /if ?>><?cs var:o.label ?></option>
<?cs /each ?></select></div>
<div class="field"><label for="f-source">Source</label>
<select class="form-select" id="f-source" name="source">
<?cs each:o = Sources ?><option value="<?cs var:o.value ?>"<?cs if:o.selected ?> selected<?cs /if ?>><?cs var:o.label ?></option>
<?cs /each ?></select></div>
<button type="submit" class="btn">Search</button>
<?cs if:Filter.clear ?><a class="btn" href="<?cs var:Filter.clear ?>">Show all</a><?cs /if ?>
</form>
<?cs if:subcount(Rows) ?>
<table class="rows arrivals" id="table">
<caption class="sr">What arrived, newest first</caption>
<thead><tr><th scope="col" class="c-time">Received</th><th scope="col" class="c-short">Source</th><th scope="col">Event</th><th scope="col">Id</th><th scope="col" class="c-number">Size</th><th scope="col" class="c-state">State</th><th scope="col">Reason, or what it became</th></tr></thead>
<tbody>
<?cs each:row = Rows ?><tr id="r<?cs var:row.id ?>">
<td class="c-time" title="<?cs var:row.exact ?>"><a href="<?cs var:row.url ?>"><?cs var:row.time ?></a></td>
<td class="c-short" data-label="Source"><?cs var:row.source ?></td>
<td class="c-text" data-label="Event" title="<?cs var:row.type ?>"><?cs var:row.type ?></td>
<td class="c-text" data-label="Id" title="<?cs var:row.ref ?>"><bdi><?cs var:row.ref ?></bdi></td>
<td class="c-number" data-label="Size"><?cs var:row.size ?></td>
<td class="c-state" data-label="State"><span class="state is-<?cs var:row.state ?>"><?cs var:row.words ?></span></td>
<td class="c-text a-became" data-label="<?cs if:row.reason ?>Reason<?cs else ?>Became<?cs /if ?>"<?cs if:row.reason ?> title="<?cs var:row.reason ?>"<?cs /if ?>><?cs if:row.interaction_url ?><a href="<?cs var:row.interaction_url ?>">Interaction <?cs var:row.interaction ?></a><?cs if:row.reason ?>: <?cs /if ?><?cs elif:row.interaction ?>Interaction <?cs var:row.interaction ?><?cs if:row.reason ?>: <?cs /if ?><?cs /if ?><?cs if:row.reason ?><bdi><?cs var:row.reason ?></bdi><?cs elif:!row.interaction ?>&ndash;<?cs /if ?><?cs if:row.retry ?> <span class="quiet">next try <?cs var:row.retry ?></span><?cs /if ?></td>
</tr>
<?cs /each ?></tbody>
</table>
<?cs elif:Bound.url ?>
<?cs else ?>
<div class="blank" id="empty">
<?cs if:Filter.clear || Pages.first ?><h2>No arrivals here</h2>
<p>Nothing fits the search and the filters.</p>
<p class="actions"><a class="btn btn-primary" href="<?cs if:Filter.clear ?><?cs var:Filter.clear ?><?cs else ?><?cs var:Pages.first ?><?cs /if ?>">Show all arrivals</a></p>
<?cs else ?><h2>Nothing has arrived yet</h2>
<p>Add a connection and give its address to the vendor, or make an API key for a system of your own. Whatever comes stands here first, as it came.</p>
<p class="actions"><a class="btn btn-primary" href="<?cs var:Connections.url ?>">Connections</a> <a class="btn" href="<?cs var:Keys.url ?>">API keys</a></p>
<?cs /if ?>
</div>
<?cs /if ?>
<?cs if:Bound.url ?><p class="bound" id="bound" role="status">A search looks through 5,000 arrivals at a time, and there are older ones. <a href="<?cs var:Bound.url ?>">Look further</a></p><?cs /if ?>
<?cs include:"lib/turn.cs" ?><?cs include:"admin/foot.cs" ?>
