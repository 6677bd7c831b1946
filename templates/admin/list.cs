<?cs include:"admin/head.cs" ?>
<?cs if:List.crumb && !subcount(Tabs) ?><p class="crumb"><a href="<?cs var:Section.url ?>"><?cs var:Section.label ?></a></p><?cs /if ?>
<div class="title">
<h1><?cs var:Page.title ?></h1>
<p class="title-actions"><?cs if:List.link ?><a class="btn" href="<?cs var:List.link_url ?>"><?cs var:List.link ?></a> <?cs /if ?><?cs if:List.add ?><a class="btn btn-primary" href="<?cs var:List.add_url ?>"><?cs var:List.add ?></a><?cs /if ?></p>
</div>
<?cs call:notices() ?>
<form class="search" method="get" action="<?cs var:List.url ?>" role="search" aria-label="Search the <?cs var:List.many ?>">
<?cs if:List.tenant ?><input type="hidden" name="tenant" value="<?cs var:List.tenant ?>"><?cs /if ?>
<?cs if:List.sort ?><input type="hidden" name="sort" value="<?cs var:List.sort ?>"><?cs /if ?>
<?cs if:List.dir ?><input type="hidden" name="dir" value="<?cs var:List.dir ?>"><?cs /if ?>
<?cs if:List.search ?><div class="field f-q"><label for="q"><?cs var:List.search ?></label>
<input class="form-control" type="search" id="q" name="q" value="<?cs var:List.q ?>" maxlength="80" autocomplete="off" spellcheck="false"<?cs if:List.hint ?> aria-describedby="q-hint"<?cs /if ?>></div><?cs /if ?>
<?cs each:f = Filters ?>
<div class="field"><label for="f-<?cs var:f.name ?>"><?cs var:f.label ?></label>
<select class="form-select" id="f-<?cs var:f.name ?>" name="<?cs var:f.name ?>">
<?cs each:o = f.options ?><option value="<?cs var:o.value ?>"<?cs if:o.selected ?> selected<?cs /if ?>><?cs var:o.label ?></option>
<?cs /each ?></select></div>
<?cs /each ?>
<button type="submit" class="btn"><?cs if:List.search ?>Search<?cs else ?>Show<?cs /if ?></button>
<?cs if:List.all_url ?><a class="btn" href="<?cs var:List.all_url ?>">Show all</a><?cs /if ?>
<p class="count" id="count"><?cs var:List.count ?></p>
</form>
<?cs if:List.hint ?><p class="hint" id="q-hint" role="status"><?cs var:List.hint ?></p><?cs /if ?>
<?cs if:subcount(Rows) ?>
<table class="rows" id="table">
<caption class="sr"><?cs var:Page.title ?>. A heading with a link sorts by its column.</caption>
<thead><tr>
<?cs each:c = Columns ?><th scope="col" class="c-<?cs var:c.kind ?>"<?cs if:c.sort ?> aria-sort="<?cs var:c.sort ?>"<?cs /if ?>><?cs if:c.url ?><a href="<?cs var:c.url ?>"<?cs if:c.title ?> title="<?cs var:c.title ?>"<?cs /if ?>><?cs var:c.label ?></a><?cs elif:c.title ?><abbr title="<?cs var:c.title ?>"><?cs var:c.label ?></abbr><?cs else ?><?cs var:c.label ?><?cs /if ?></th>
<?cs /each ?></tr></thead>
<tbody>
<?cs each:row = Rows ?><tr id="r<?cs var:row.id ?>"<?cs if:row.off ?> class="off"<?cs /if ?>>
<?cs each:cell = row.cells ?><td class="c-<?cs var:cell.kind ?>" data-label="<?cs var:cell.label ?>"<?cs if:cell.kind == "text" || cell.kind == "name" ?> title="<?cs var:cell.text ?>"<?cs /if ?>><?cs if:cell.kind == "name" && row.url ?><a href="<?cs var:row.url ?>"><?cs var:cell.text ?></a><?cs elif:cell.kind == "state" ?><span class="state"><?cs var:cell.text ?></span><?cs else ?><?cs var:cell.text ?><?cs /if ?></td>
<?cs /each ?></tr>
<?cs /each ?></tbody>
</table>
<?cs else ?>
<div class="blank" id="empty">
<h2><?cs var:Empty.title ?></h2>
<p><?cs var:Empty.text ?></p>
<?cs if:List.all_url ?><p class="actions"><a class="btn btn-primary" href="<?cs var:List.all_url ?>">Show all <?cs var:List.many ?></a></p><?cs /if ?>
</div>
<?cs /if ?>
<?cs if:Pages.first || Pages.before || Pages.after ?>
<nav class="turn" aria-label="Pages">
<?cs if:Pages.first ?><a class="btn" id="page-first" href="<?cs var:Pages.first ?>">First page</a><?cs /if ?>
<?cs if:Pages.before ?><a class="btn" id="page-before" rel="prev" href="<?cs var:Pages.before ?>">Previous</a><?cs /if ?>
<?cs if:Pages.after ?><a class="btn" id="page-after" rel="next" href="<?cs var:Pages.after ?>">Next</a><?cs /if ?>
</nav>
<?cs /if ?>
<?cs include:"admin/foot.cs" ?>
