<?cs set:Page.nav = "interactions" ?><?cs set:Page.css = "views" ?>
<?cs include:"lib/head.cs" ?><?cs include:"lib/form.cs" ?>

<?cs def:role_select(id, options, error) ?>
<label for="<?cs var:id ?>">Shared with</label>
<select class="form-select" id="<?cs var:id ?>" name="role"<?cs if:error ?> aria-invalid="true" aria-describedby="e-<?cs var:id ?>"<?cs /if ?>>
<?cs each:o = options ?><option value="<?cs var:o.value ?>"<?cs if:o.selected ?> selected<?cs /if ?>><?cs var:o.label ?></option>
<?cs /each ?></select>
<?cs if:error ?><p class="field-error" id="e-<?cs var:id ?>"><?cs var:error ?></p><?cs /if ?>
<?cs /def ?>

<?cs def:name_field(id, value, error) ?>
<label for="<?cs var:id ?>">Name</label>
<input class="form-control" type="text" id="<?cs var:id ?>" name="name" value="<?cs var:value ?>" maxlength="100" autocomplete="off" required<?cs if:error ?> aria-invalid="true" aria-describedby="e-<?cs var:id ?>"<?cs /if ?>>
<?cs if:error ?><p class="field-error" id="e-<?cs var:id ?>"><?cs var:error ?></p><?cs /if ?>
<?cs /def ?>

<?cs def:open_button(id, name, current) ?>
<form method="post" action="<?cs var:Url.open ?>" class="view-open"><?cs call:csrf() ?><input type="hidden" name="id" value="<?cs var:id ?>"><button type="submit"<?cs if:current ?> aria-current="true"<?cs /if ?>><bdi><?cs var:name ?></bdi></button></form>
<?cs /def ?>

<?cs def:hidden_of(id) ?><?cs call:csrf() ?><input type="hidden" name="state" value="<?cs var:Views.state ?>"><?cs if:id ?><input type="hidden" name="id" value="<?cs var:id ?>"><?cs /if ?><?cs /def ?>

<div class="sheet choose" id="panel">
<h1 id="panel-title">Views</h1>
<ul class="view-list">
<li><?cs call:open_button("0", "All interactions", Views.plain) ?></li>
</ul>
<?cs if:subcount(Own) ?>
<h2>Yours</h2>
<ul class="view-list">
<?cs each:w = Own ?><li>
<?cs call:open_button(w.id, w.name, w.current) ?>
<?cs if:w.role ?><span class="view-with">shared with <?cs var:w.role ?></span><?cs /if ?>
<details class="view-edit"<?cs if:w.open ?> open<?cs /if ?>>
<summary>Edit<span class="sr"> <?cs var:w.name ?></span></summary>
<form method="post" action="<?cs var:Url.rename ?>">
<?cs call:hidden_of(w.id) ?>
<?cs call:name_field("n-" + w.id, w.typed, w.error) ?>
<?cs if:subcount(w.roles) ?><?cs call:role_select("r-" + w.id, w.roles, w.role_error) ?><?cs /if ?>
<button type="submit" class="btn btn-primary"><?cs if:subcount(w.roles) ?>Save name and sharing<?cs else ?>Rename<?cs /if ?></button>
</form>
<details class="view-delete">
<summary>Delete this view<span class="sr"> <?cs var:w.name ?></span></summary>
<form method="post" action="<?cs var:Url.delete ?>">
<?cs call:hidden_of(w.id) ?>
<p><?cs if:w.role ?>The people it is shared with lose it, too. <?cs /if ?>No interaction is deleted.</p>
<button type="submit" class="btn btn-danger">Delete it for good</button>
</form>
</details>
</details>
</li>
<?cs /each ?></ul>
<?cs /if ?>
<?cs if:subcount(Shared) ?>
<h2>Shared with <?cs var:User.role ?></h2>
<ul class="view-list">
<?cs each:w = Shared ?><li><?cs call:open_button(w.id, w.name, w.current) ?><span class="view-with">by <bdi><?cs var:w.owner ?></bdi></span></li>
<?cs /each ?></ul>
<?cs /if ?>
<?cs if:Change.id ?>
<form method="post" action="<?cs var:Url.update ?>" class="view-update">
<?cs call:hidden_of(Change.id) ?>
<button type="submit" class="btn btn-primary">Save the changes to <bdi><?cs var:Change.name ?></bdi></button>
</form>
<?cs /if ?>
<form method="post" action="<?cs var:Url.save ?>" class="view-save" id="view-save">
<h2>Save as a new view</h2>
<p class="help">Keeps filters, period, sorting and columns as they are now.<?cs if:!subcount(Own) ?> It then comes back when you sign in.<?cs /if ?></p>
<?cs call:hidden_of("") ?>
<?cs call:name_field("n-new", Form.name.value, Form.name.error) ?>
<?cs if:subcount(Form.role.options) ?><?cs call:role_select("r-new", Form.role.options, Form.role.error) ?>
<?cs /if ?>
<p class="actions"><button type="submit" class="btn<?cs if:!Change.id ?> btn-primary<?cs /if ?>">Save</button> <a class="btn panel-close" href="<?cs var:Views.back ?>">Back to the list</a></p>
</form>
</div>
<?cs include:"lib/foot.cs" ?>
