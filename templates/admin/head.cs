<?cs set:Page.nav = "admin" ?><?cs set:Page.css = "admin" ?><?cs if:Page.intake ?><?cs set:Page.css.0 = "intake" ?><?cs /if ?><?cs set:Page.forms = "1" ?>
<?cs include:"lib/head.cs" ?>
<?cs include:"lib/form.cs" ?>
<div class="admin">
<nav class="sections" aria-label="Administration">
<ul>
<?cs each:s = Sections ?><li><a href="<?cs var:s.url ?>"<?cs if:s.current ?> aria-current="page"<?cs /if ?>><?cs var:s.label ?></a></li>
<?cs /each ?></ul>
</nav>
<div class="area">
<?cs if:subcount(Tenants.options) ?>
<form class="choose" method="get" action="<?cs var:Tenants.url ?>">
<label for="choose-tenant">Tenant</label>
<select class="form-select" id="choose-tenant" name="tenant">
<?cs each:o = Tenants.options ?><option value="<?cs var:o.value ?>"<?cs if:o.selected ?> selected<?cs /if ?>><?cs var:o.label ?></option>
<?cs /each ?></select>
<button type="submit" class="btn">Show</button>
</form>
<?cs /if ?>
<?cs if:subcount(Tabs) ?><nav class="tabs" aria-label="Intake"><ul>
<?cs each:t = Tabs ?><li><a href="<?cs var:t.url ?>"<?cs if:t.current ?> aria-current="page"<?cs /if ?>><?cs var:t.label ?></a></li>
<?cs /each ?></ul></nav><?cs /if ?>
