<?cs set:Page.nav = "interactions" ?><?cs set:Page.css = "views" ?><?cs include:"pages/detail_styles.cs" ?>
<?cs include:"lib/head.cs" ?>

<?cs def:select(id, name, label, options) ?>
<div class="field f-<?cs var:name ?>">
<label for="<?cs var:id ?>"><?cs var:label ?></label>
<select class="form-select apply-now" id="<?cs var:id ?>" name="<?cs var:name ?>">
<?cs var:options ?></select>
</div>
<?cs /def ?>

<?cs def:operators(m) ?>
<?cs if:subcount(m.ops) ?><select class="form-select op apply-now" id="op-<?cs var:m.key ?>" name="<?cs var:m.key ?>_op" aria-label="<?cs var:m.label ?>: how it is compared"><?cs each:o = m.ops ?><option value="<?cs var:o.value ?>"<?cs if:o.selected ?> selected<?cs /if ?>><?cs var:o.label ?></option><?cs /each ?></select><?cs /if ?>
<?cs /def ?>

<?cs def:more_field(m) ?>
<?cs if:m.kind == "text" ?>
<div class="more-field"><div class="more-head"><label for="m-<?cs var:m.key ?>"><?cs var:m.label ?></label><?cs call:operators(m) ?></div>
<input class="form-control apply-typing" type="search" id="m-<?cs var:m.key ?>" name="<?cs var:m.key ?>" value="<?cs var:m.value ?>" placeholder="<?cs var:m.help ?>" autocomplete="off" spellcheck="false" maxlength="80"></div>
<?cs elif:m.kind == "row" ?>
<div class="more-field"><div class="more-head"><span class="more-label"><?cs var:m.label ?></span></div>
<p class="quiet">Chosen from a row. Take the filter away to search for another one.</p></div>
<?cs elif:m.kind == "above" ?>
<div class="more-field"><div class="more-head"><label for="op-<?cs var:m.key ?>"><?cs var:m.label ?></label><?cs call:operators(m) ?></div>
<p class="quiet">How the text in the first line is compared</p></div>
<?cs elif:m.kind == "said" ?>
<div class="more-field"><div class="more-head"><label for="m-<?cs var:m.key ?>"><?cs var:m.label ?></label><?cs call:operators(m) ?></div>
<select class="form-select apply-now" id="m-<?cs var:m.key ?>" name="<?cs var:m.key ?>_who"><?cs each:o = m.options ?><option value="<?cs var:o.value ?>"<?cs if:o.selected ?> selected<?cs /if ?>><?cs var:o.label ?></option><?cs /each ?></select></div>
<?cs elif:m.kind == "yesno" ?>
<div class="more-field"><div class="more-head"><label for="m-<?cs var:m.key ?>"><?cs var:m.label ?></label></div>
<select class="form-select apply-now" id="m-<?cs var:m.key ?>" name="<?cs var:m.key ?>"><option value=""><?cs if:m.key == "flagged" ?>Flagged or not<?cs else ?>With or without<?cs /if ?></option><?cs each:o = m.options ?><option value="<?cs var:o.value ?>"<?cs if:o.selected ?> selected<?cs /if ?>><?cs if:m.key == "flagged" ?><?cs var:o.label ?><?cs elif:o.value == "yes" ?>With<?cs else ?>Without<?cs /if ?></option><?cs /each ?></select></div>
<?cs elif:m.kind == "range" ?>
<div class="more-field"><div class="more-head"><label for="m-<?cs var:m.key ?>"><?cs var:m.label ?></label><?cs call:operators(m) ?></div>
<div class="more-range" data-range="<?cs var:m.key ?>"><select class="form-select apply-now" id="m-<?cs var:m.key ?>" name="<?cs var:m.key ?>"><option value="">Any</option><?cs each:o = m.options ?><option value="<?cs var:o.value ?>"<?cs if:o.selected ?> selected<?cs /if ?>><?cs var:o.label ?></option><?cs /each ?></select>
<input class="form-control apply-date" type="text" name="<?cs var:m.key ?>_from" value="<?cs var:m.from ?>" placeholder="m:ss" aria-label="<?cs var:m.label ?> from, minutes and seconds" autocomplete="off" maxlength="10">
<input class="form-control apply-date" type="text" name="<?cs var:m.key ?>_to" value="<?cs var:m.to ?>" placeholder="m:ss" aria-label="<?cs var:m.label ?> up to, minutes and seconds" autocomplete="off" maxlength="10"></div></div>
<?cs else ?>
<fieldset class="more-field<?cs if:m.kind == "names" ?> more-names<?cs /if ?>"><div class="more-head"><legend><?cs var:m.label ?></legend><?cs call:operators(m) ?></div>
<div class="ticks apply-now" data-ticks="<?cs var:m.key ?>"><?cs if:m.key == "queue" ?><?cs var:Checks.queue ?><?cs elif:m.key == "disposition" ?><?cs var:Checks.disposition ?><?cs elif:m.key == "channel" ?><?cs var:Checks.channel ?><?cs else ?><?cs each:o = m.options ?><label class="tick"><input type="checkbox" name="<?cs var:m.key ?>" value="<?cs var:o.value ?>"<?cs if:o.selected ?> checked<?cs /if ?>> <span><?cs var:o.label ?></span></label><?cs /each ?><?cs /if ?></div></fieldset>
<?cs /if ?>
<?cs /def ?>

<?cs def:actions(list) ?>
<?cs if:subcount(list) ?><p class="actions"><?cs each:a = list ?><a class="btn<?cs if:first(a) ?> btn-primary<?cs /if ?>" href="<?cs var:a.url ?>"><?cs var:a.label ?></a> <?cs /each ?></p><?cs /if ?>
<?cs /def ?>


<?cs include:"pages/deleted_note.cs" ?>
<div id="desk" data-zone="<?cs var:User.zone ?>" data-hours="<?cs var:User.hours ?>" hx-boost="true" hx-target="#grid" hx-select="#grid" hx-select-oob="#filters" hx-swap="outerHTML" hx-push-url="true" hx-sync="this:replace" hx-indicator="#progress">
<h1 class="sr"><?cs var:Page.title ?></h1>

<details class="filters-toggle"><summary aria-controls="filters">Filters</summary></details>
<form id="filters" class="filters" method="get" action="<?cs var:Url.grid ?>" role="search" aria-label="Filter the interactions" hx-get="<?cs var:Url.grid ?>" hx-select-oob="#filter-state,#more-count" hx-trigger="submit, change delay:20ms from:.apply-now, change delay:600ms from:.apply-date, input changed delay:400ms from:.apply-typing">
<?cs if:Filter.search ?><div class="field f-text">
<label for="f-text">Text</label>
<input class="form-control apply-typing" type="search" id="f-text" name="text" value="<?cs var:Filter.text ?>" placeholder="Words, &quot;a phrase&quot;" autocomplete="off" maxlength="120" dir="auto">
</div>
<?cs /if ?><div class="field f-agent">
<label for="f-agent">Agent</label>
<input class="form-control apply-typing" type="search" id="f-agent" name="agent" value="<?cs var:Filter.agent ?>" placeholder="Part of a name" autocomplete="off" spellcheck="false" maxlength="80">
</div>
<?cs call:select("f-queue", "queue", "Queue", Options.queue) ?>
<?cs call:select("f-channel", "channel", "Channel", Options.channel) ?>
<div class="field f-did">
<label for="f-did"><abbr title="Direct inward dialling number: the number that was called">DID</abbr></label>
<input class="form-control apply-typing" type="search" id="f-did" name="did" value="<?cs var:Filter.did ?>" placeholder="Part of a number" autocomplete="off" inputmode="tel" maxlength="40">
</div>
<?cs call:select("f-disposition", "disposition", "Disposition", Options.disposition) ?>
<div class="field f-from">
<label for="f-from">From</label>
<input class="form-control apply-date<?cs if:Filter.from ?> filled<?cs /if ?>" type="date" id="f-from" name="from" value="<?cs var:Filter.from ?>" min="2000-01-01" max="2099-12-31">
</div>
<div class="field f-to">
<label for="f-to">To</label>
<input class="form-control apply-date<?cs if:Filter.to ?> filled<?cs /if ?>" type="date" id="f-to" name="to" value="<?cs var:Filter.to ?>" min="2000-01-01" max="2099-12-31">
</div>
<?cs call:select("f-size", "size", "Rows", Options.size) ?>
<div id="filter-state" hidden><?cs each:h = Hidden ?><input type="hidden" name="<?cs var:h.name ?>" value="<?cs var:h.value ?>"><?cs /each ?></div>
<button type="submit" class="btn btn-primary apply">Apply</button>
<details class="more" id="more">
<summary>More filters <span id="more-count"><?cs if:Filter.more ?><span class="more-count"><?cs var:Filter.more ?><span class="sr"> on</span></span><?cs /if ?></span></summary>
<div class="more-body">
<?cs each:m = More ?><?cs call:more_field(m) ?><?cs /each ?>
<p class="more-apply apply"><button type="submit" class="btn btn-primary">Apply</button></p>
</div>
</details>
</form>

<section id="grid" aria-label="Interactions" data-state="<?cs var:State ?>" data-now="<?cs var:Page.now ?>" data-list="<?cs var:Refresh.list ?>" data-refresh="<?cs var:Refresh.url ?>" data-seconds="<?cs var:Refresh.seconds ?>" data-first="<?cs var:Refresh.first ?>">
<?cs if:View.dropped ?>
<p class="view-note" role="status">This view was saved with something that Parley no longer knows, and was opened without it.<?cs if:View.own ?> Save it again under Views to keep it as it is now.<?cs /if ?></p>
<?cs /if ?>
<div class="above">
<a class="view-pick" id="views-open" href="<?cs var:View.views_url ?>" hx-boost="false" title="Open, save and change views"><span class="view-label">View</span> <bdi class="view-name"><?cs var:View.name ?></bdi><?cs if:View.changed ?> <span class="view-changed">changed</span><?cs /if ?></a>
<nav class="periods" aria-label="Period">
<?cs each:p = Periods ?><a id="period-<?cs var:p.key ?>" href="<?cs var:p.url ?>"<?cs if:p.current ?> aria-current="true"<?cs /if ?>><?cs var:p.label ?></a>
<?cs /each ?></nav>
<p class="count" id="count"><?cs if:Count.text ?><?cs if:Count.shown ?><span class="shown"><?cs var:Count.shown ?> of </span><?cs /if ?><strong><?cs var:Count.text ?></strong><?cs if:Count.exact_url ?> <a href="<?cs var:Count.exact_url ?>">count exactly</a><?cs /if ?><?cs /if ?></p>
<a class="columns-pick" id="columns-open" href="<?cs var:View.columns_url ?>" hx-boost="false" title="Choose columns and their order">Columns</a>
<?cs if:Select.url ?><a class="columns-pick" id="select-open" href="<?cs var:Select.url ?>"<?cs if:Select.on ?> aria-current="true" title="Back to the list without boxes">Done<?cs else ?> title="Choose interactions, to flag or tag them together">Select<?cs /if ?></a><?cs /if ?>
</div>
<?cs if:subcount(Chips) ?>
<ul class="chips" aria-label="Filters in force">
<?cs each:c = Chips ?><li><a class="chip" href="<?cs var:c.url ?>" title="Remove this filter"><span class="chip-label"><?cs var:c.label ?></span> <span class="chip-value"><?cs var:c.value ?></span><span class="sr"> (remove this filter)</span></a></li>
<?cs /each ?><?cs if:Filter.clear_url ?><li><a class="clear" href="<?cs var:Filter.clear_url ?>">Clear all</a></li><?cs /if ?>
</ul>
<?cs /if ?>
<?cs if:State == "rows" ?>
<?cs if:Select.on ?>
<form id="bulk" class="bulk" method="post" action="<?cs var:Url.edit ?>" hx-boost="false" data-key="<?cs var:Select.key ?>" data-most="<?cs var:Select.most ?>" data-all="<?cs var:Count.text ?>" aria-label="Selected interactions">
<input type="hidden" name="csrf" value="<?cs var:Page.csrf ?>"><input type="hidden" name="state" value="<?cs var:Select.state ?>"><input type="hidden" name="ids" value="" autocomplete="off"><input type="hidden" name="except" value="" autocomplete="off">
<span class="bulk-count live-only" id="bulk-count" role="status">Nothing selected</span>
<label class="bulk-all"><input class="form-check-input" type="checkbox" name="all" value="1" autocomplete="off"> <span>All<?cs if:Count.text != "many" ?> <?cs var:Count.text ?><?cs /if ?> that match</span></label>
<button type="button" class="again live-only" id="bulk-none">Clear the selection</button>
<span class="bulk-acts"><button type="submit" class="btn" name="do" value="flag">Flag</button> <button type="submit" class="btn" name="do" value="unflag">Clear flags</button> <button type="submit" class="btn" name="do" value="tag">Add tag</button> <button type="submit" class="btn" name="do" value="untag">Remove tag</button></span>
</form>
<?cs /if ?>
<table class="ix<?cs if:Columns_text != "standard" ?> own<?cs /if ?>" id="table" data-columns="<?cs var:Columns_text ?>">
<caption class="sr">Interactions. A heading with a link sorts by its column.</caption>
<thead><tr>
<?cs if:Select.on ?><th scope="col" class="k-pick"><input class="form-check-input live-only" type="checkbox" id="bulk-page" autocomplete="off" aria-label="Select all on this page"></th><?cs /if ?>
<?cs each:c = Columns ?><th scope="col" class="k-<?cs var:c.key ?>"<?cs if:c.sort == "asc" ?> aria-sort="ascending"<?cs elif:c.sort == "desc" ?> aria-sort="descending"<?cs /if ?>><?cs if:c.url ?><a id="sort-<?cs var:c.key ?>" href="<?cs var:c.url ?>" title="<?cs var:c.title ?>"><?cs var:c.label ?></a><?cs elif:c.title ?><abbr title="<?cs var:c.title ?>"><?cs var:c.label ?></abbr><?cs else ?><?cs var:c.label ?><?cs /if ?></th>
<?cs /each ?></tr></thead>
<tbody id="rows"><?cs var:Rows ?></tbody>
</table>
<nav class="pager" aria-label="Pages">
<p class="asof" id="status"></p>
<button type="button" class="again live-only" id="keys-open" title="Keyboard (?)">Keys</button>
<?cs if:Url.deleted ?><a class="again" id="deleted-open" href="<?cs var:Url.deleted ?>" hx-boost="false">Deleted interactions</a><?cs /if ?>
<div class="paging">
<?cs each:p = Pages ?><?cs if:p.url ?><a class="btn" id="page-<?cs var:p.rel ?>" href="<?cs var:p.url ?>"><?cs var:p.label ?></a><?cs else ?><span class="btn disabled" aria-disabled="true"><?cs var:p.label ?></span><?cs /if ?>
<?cs /each ?></div>
</nav>
<?cs elif:State == "empty" ?>
<div class="blank">
<h2><?cs var:Empty.title ?></h2>
<p><?cs var:Empty.text ?></p>
<?cs call:actions(Empty.actions) ?>
<?cs if:Url.deleted ?><p class="asof"><a href="<?cs var:Url.deleted ?>" hx-boost="false">Deleted interactions</a></p><?cs /if ?>
<p class="asof" id="status"></p>
</div>
<?cs else ?>
<div class="problem <?cs var:State ?>" role="alert">
<h2><?cs var:Notice.title ?></h2>
<p><?cs var:Notice.text ?></p>
<?cs call:actions(Notice.actions) ?>
<p class="quiet">Request <?cs var:Page.request_id ?></p>
</div>
<?cs /if ?>
</section>
</div>
<section id="drawer" class="drawer" tabindex="-1" aria-label="Interaction" hidden></section>

<dialog id="keys" aria-labelledby="keys-title">
<h2 id="keys-title">Keys</h2>
<dl>
<dt><kbd>/</kbd></dt><dd>Go to the agent filter</dd>
<dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>Next row, row before</dd>
<dt><kbd>Enter</kbd></dt><dd>Open the row&#39;s interaction</dd>
<dt><kbd>J</kbd> <kbd>K</kbd></dt><dd>Next interaction, the one before (while one is open)</dd>
<dt><kbd>x</kbd></dt><dd>Select the row (while selecting)</dd>
<dt><kbd>c</kbd></dt><dd>History of the row&#39;s client</dd>
<dt><kbd>a</kbd></dt><dd>History of the row&#39;s agent</dd>
<dt><kbd>n</kbd> <kbd>p</kbd></dt><dd>Older page, newer page</dd>
<dt><kbd>r</kbd></dt><dd>Refresh now</dd>
<dt><kbd>Esc</kbd></dt><dd>Close, leave the field or the row</dd>
<dt><kbd>?</kbd></dt><dd>This list</dd>
</dl>
<form method="dialog"><button class="btn" autofocus>Close</button></form>
</dialog>
<div id="say" class="sr" role="status"></div>
<script src="<?cs var:Url.static ?>/vendor/htmx.min.js" defer></script>
<script src="<?cs var:Url.static ?>/js/grid.js" defer></script>
<script src="<?cs var:Url.static ?>/js/views.js" defer></script>
<script src="<?cs var:Url.static ?>/js/history.js" defer></script>
<script src="<?cs var:Url.static ?>/js/select.js" defer></script>
<?cs include:"pages/detail_scripts.cs" ?>
<?cs include:"lib/foot.cs" ?>
