<?cs include:"admin/head.cs" ?>
<?cs include:"admin/fields.cs" ?>
<?cs def:cell(f) ?><td class="c-<?cs var:f.cell ?><?cs if:f.error ?> wrong<?cs /if ?>"<?cs if:f.cell != "model" ?> data-label="<?cs if:f.cell == "input" ?>Input<?cs else ?>Output<?cs /if ?>"<?cs /if ?>><input class="form-control" type="text"<?cs if:f.cell != "model" ?> inputmode="decimal"<?cs /if ?> id="i-<?cs var:f.name ?>" name="<?cs var:f.name ?>" value="<?cs var:f.value ?>" maxlength="<?cs if:f.cell == "model" ?>100<?cs else ?>20<?cs /if ?>" aria-label="<?cs var:f.label ?>" autocomplete="off" spellcheck="false"<?cs call:described(f) ?>><?cs call:field_foot(f) ?></td><?cs /def ?>
<div class="title"><h1><?cs var:Page.title ?></h1></div>
<?cs if:Form.done ?><p class="notice" role="status"><?cs var:Form.done ?></p><?cs /if ?>
<?cs if:Form.error ?><div class="problem" role="alert" id="problem"><p><?cs var:Form.error ?></p>
<?cs if:subcount(Errors) ?><ul><?cs each:e = Errors ?><li><a href="#i-<?cs var:e.name ?>"><?cs var:e.label ?></a>: <?cs var:e.text ?></li><?cs /each ?></ul><?cs /if ?></div><?cs /if ?>
<?cs if:Remark ?><p class="remark" id="remark"><?cs var:Remark ?></p><?cs /if ?>
<?cs call:facts() ?>
<form class="edit prices" method="post" action="<?cs var:Form.url ?>" novalidate>
<?cs call:form_open() ?>
<div class="card-fields">
<?cs each:f = Fields ?><?cs if:!f.cell ?>
<?cs if:f.group ?><h2 class="group"><?cs var:f.group ?></h2><?cs if:f.group_help ?><p class="help group-help"><?cs var:f.group_help ?></p><?cs /if ?><?cs /if ?>
<?cs call:field(f) ?>
<?cs /if ?><?cs /each ?>
<h2 class="group" id="models-title">Tokens, by model</h2>
<p class="help group-help">For a million tokens each, of models by the name the vendor gives them. Save for more empty rows.</p>
<table class="models" aria-labelledby="models-title">
<thead><tr><th scope="col">Model</th><th scope="col">Input</th><th scope="col">Output</th></tr></thead>
<tbody>
<?cs each:f = Fields ?><?cs if:f.cell && !f.unused ?><?cs if:f.cell == "model" ?><tr><?cs /if ?><?cs call:cell(f) ?><?cs if:f.cell == "output" ?></tr>
<?cs /if ?><?cs /if ?><?cs /each ?></tbody>
</table>
<p class="form-actions"><button type="submit" class="btn btn-primary">Save</button></p>
</div>
<section class="example" aria-labelledby="example-title">
<h2 id="example-title">A call of 5 minutes</h2>
<p class="quiet">in which the client said <?cs var:Example.client ?> things and the agent <?cs var:Example.agent ?>.</p>
<?cs if:Example.unsaved ?><p class="hint" id="unsaved" role="status">By the prices as typed: they are not saved yet.</p><?cs /if ?>
<?cs if:Example.total ?><table class="sum" id="example">
<tbody><?cs each:p = Parts ?><tr><th scope="row"><?cs var:p.label ?></th><td><?cs var:p.value ?></td></tr>
<?cs /each ?></tbody>
<tfoot><tr><th scope="row">It costs</th><td id="total"><?cs var:Example.total ?></td></tr></tfoot>
</table>
<?cs else ?><p id="example">Without a price for minutes, messages or tokens its cost stays unknown.</p><?cs /if ?>
<?cs if:Example.vendor ?><p class="quiet" id="example-vendor">If the vendor says it cost <?cs var:Example.vendor ?>, it costs <?cs var:Example.vendor ?> instead.</p><?cs /if ?>
<p class="form-actions"><button type="submit" class="btn" name="try" value="yes">Work it out as typed</button></p>
</section>
</form>
<?cs include:"admin/foot.cs" ?>
