<?cs set:Page.nav = "interactions" ?>
<?cs set:Page.css = "history" ?>
<?cs include:"lib/head.cs" ?>
<div id="history" class="history <?cs var:Who.class ?>" data-zone="<?cs var:User.zone ?>" hx-boost="true" hx-target="#list" hx-select="#list" hx-swap="outerHTML" hx-push-url="true" hx-sync="this:replace" hx-indicator="#progress">
<header class="who">
<div class="who-is">
<p class="who-kind"><?cs var:Who.kind ?></p>
<h1><bdi><?cs var:Who.name ?></bdi><?cs if:Who.ai ?> <span class="ai">AI</span><?cs /if ?></h1>
<p class="who-more"><?cs if:Who.phone ?><span><?cs var:Who.phone ?></span><?cs /if ?><?cs if:Who.email ?><span><?cs var:Who.email ?></span><?cs /if ?><?cs if:subcount(Accounts) ?><span class="who-accounts">Account<?cs if:subcount(Accounts) != #1 ?>s<?cs /if ?> <?cs each:k = Accounts ?><a href="<?cs var:k.url ?>" hx-boost="false"><bdi><?cs var:k.reference ?></bdi></a><?cs if:!last(k) ?>, <?cs /if ?><?cs /each ?></span><?cs /if ?><?cs if:Who.note ?><span><?cs var:Who.note ?></span><?cs /if ?><?cs if:Who.inactive ?><span>No longer active</span><?cs /if ?><?cs if:Who.part ?><span>Only the queues assigned to you</span><?cs /if ?></p>
</div>
<?cs if:Show.figures ?><?cs include:"pages/figures.cs" ?><?cs else ?>
<div id="figures" class="figures" hx-get="<?cs var:Url.figures ?>" hx-trigger="load" hx-target="this" hx-select="unset" hx-swap="outerHTML" hx-push-url="false" hx-sync="this" hx-indicator="this"><p class="figures-wait" role="status">Adding up the figures &hellip;</p><p><a class="figures-link" href="<?cs var:Url.with_figures ?>" hx-boost="false">Show the figures</a></p></div>
<?cs /if ?>
</header>

<section id="list" aria-label="History" data-state="<?cs var:State ?>" data-now="<?cs var:Page.now ?>">
<div class="above">
<nav class="periods" aria-label="Period">
<?cs each:p = Periods ?><a id="period-<?cs var:p.key ?>" href="<?cs var:p.url ?>"<?cs if:p.current ?> aria-current="true"<?cs /if ?>><?cs var:p.label ?></a>
<?cs /each ?></nav>
<form id="narrow" class="narrow" method="get" action="<?cs var:Url.history ?>" role="search" aria-label="Narrow the history">
<label class="sr" for="f-channel">Channel</label>
<select class="form-select apply-now" id="f-channel" name="channel"><?cs each:o = Channels ?><option value="<?cs var:o.value ?>"<?cs if:o.selected ?> selected<?cs /if ?>><?cs var:o.label ?></option><?cs /each ?></select>
<label for="f-from">From</label>
<input class="form-control apply-now<?cs if:Filter.from ?> filled<?cs /if ?>" type="date" id="f-from" name="from" value="<?cs var:Filter.from ?>" min="2000-01-01" max="2099-12-31">
<label for="f-to">to</label>
<input class="form-control apply-now<?cs if:Filter.to ?> filled<?cs /if ?>" type="date" id="f-to" name="to" value="<?cs var:Filter.to ?>" min="2000-01-01" max="2099-12-31">
<label for="f-size">Rows</label>
<select class="form-select apply-now" id="f-size" name="size"><?cs each:o = Sizes ?><option value="<?cs var:o.value ?>"<?cs if:o.selected ?> selected<?cs /if ?>><?cs var:o.label ?></option><?cs /each ?></select>
<?cs each:h = Hidden ?><input type="hidden" name="<?cs var:h.name ?>" value="<?cs var:h.value ?>"><?cs /each ?>
<button type="submit" class="btn apply">Apply</button>
</form>
<p class="count" id="count"><?cs if:Count.text ?><span class="shown"><?cs var:Count.shown ?> of </span><strong><?cs var:Count.text ?></strong><?cs /if ?></p>
</div>
<?cs if:State == "rows" ?>
<table class="ix hx" id="table">
<caption class="sr">History of <?cs var:Who.name ?>. A heading with a link sorts by its column.</caption>
<thead><tr>
<?cs each:c = Columns ?><th scope="col" class="k-<?cs var:c.key ?>"<?cs if:c.sort == "asc" ?> aria-sort="ascending"<?cs elif:c.sort == "desc" ?> aria-sort="descending"<?cs /if ?>><?cs if:c.url ?><a id="sort-<?cs var:c.key ?>" href="<?cs var:c.url ?>" title="<?cs var:c.title ?>"><?cs var:c.label ?></a><?cs elif:c.title ?><abbr title="<?cs var:c.title ?>"><?cs var:c.label ?></abbr><?cs else ?><?cs var:c.label ?><?cs /if ?></th>
<?cs /each ?></tr></thead>
<tbody id="rows"><?cs var:Rows ?></tbody>
</table>
<nav class="pager" aria-label="Pages">
<p class="asof" id="status"></p>
<div class="paging">
<?cs each:p = Pages ?><?cs if:p.url ?><a class="btn" id="page-<?cs var:p.rel ?>" href="<?cs var:p.url ?>"><?cs var:p.label ?></a><?cs else ?><span class="btn disabled" aria-disabled="true"><?cs var:p.label ?></span><?cs /if ?>
<?cs /each ?></div>
</nav>
<?cs else ?>
<div class="<?cs if:State == "empty" ?>blank<?cs else ?>problem<?cs /if ?>"<?cs if:State != "empty" ?> role="alert"<?cs /if ?>>
<h2><?cs var:Notice.title ?></h2>
<p><?cs var:Notice.text ?></p>
<p class="actions"><?cs each:a = Notice.actions ?><a class="btn<?cs if:first(a) ?> btn-primary<?cs /if ?>" href="<?cs var:a.url ?>"><?cs var:a.label ?></a> <?cs /each ?></p>
</div>
<?cs /if ?>
</section>
</div>
<div id="say" class="sr" role="status"></div>
<script src="<?cs var:Url.static ?>/vendor/htmx.min.js" defer></script>
<script src="<?cs var:Url.static ?>/js/history.js" defer></script>
<?cs include:"lib/foot.cs" ?>
