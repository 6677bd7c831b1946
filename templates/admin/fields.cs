<?cs # The fields of an edit page, for pages that put more around them. Needs lib/form.cs (head.cs has it). ?>
<?cs def:described(f) ?><?cs if:f.error || f.help || f.note ?> aria-describedby="<?cs if:f.help ?>h-<?cs var:f.name ?><?cs /if ?> <?cs if:f.note ?>n-<?cs var:f.name ?><?cs /if ?> <?cs if:f.error ?>e-<?cs var:f.name ?><?cs /if ?>"<?cs /if ?><?cs if:f.error ?> aria-invalid="true"<?cs /if ?><?cs /def ?>

<?cs def:field_foot(f) ?>
<?cs if:f.help ?><p class="help" id="h-<?cs var:f.name ?>"><?cs var:f.help ?></p><?cs /if ?>
<?cs if:f.note ?><p class="field-note" id="n-<?cs var:f.name ?>"><?cs var:f.note ?></p><?cs /if ?>
<?cs if:f.error ?><p class="field-error" id="e-<?cs var:f.name ?>"><?cs var:f.error ?></p><?cs /if ?>
<?cs /def ?>

<?cs def:field(f) ?>
<?cs if:f.kind == "check" ?>
<div class="form-field check<?cs if:f.error ?> wrong<?cs /if ?>">
<label class="form-check"><input class="form-check-input" type="checkbox" id="i-<?cs var:f.name ?>" name="<?cs var:f.name ?>" value="1"<?cs if:f.value ?> checked<?cs /if ?><?cs call:described(f) ?>> <span><?cs var:f.label ?></span></label>
<?cs call:field_foot(f) ?></div>
<?cs elif:f.kind == "fixed" ?>
<div class="form-field fixed"><span class="label"><?cs var:f.label ?></span><output id="i-<?cs var:f.name ?>"><?cs var:f.value ?></output>
<?cs call:field_foot(f) ?></div>
<?cs else ?>
<div class="form-field is-<?cs var:f.kind ?><?cs if:f.error ?> wrong<?cs /if ?>">
<label for="i-<?cs var:f.name ?>"><?cs var:f.label ?><?cs if:f.required ?><span class="needed" aria-hidden="true"> *</span><?cs /if ?></label>
<?cs if:f.kind == "choice" ?><select class="form-select" id="i-<?cs var:f.name ?>" name="<?cs var:f.name ?>"<?cs call:described(f) ?>>
<?cs each:o = f.options ?><option value="<?cs var:o.value ?>"<?cs if:o.selected ?> selected<?cs /if ?>><?cs var:o.label ?></option>
<?cs /each ?></select>
<?cs elif:f.kind == "lines" ?><textarea class="form-control" id="i-<?cs var:f.name ?>" name="<?cs var:f.name ?>" rows="6" spellcheck="false"<?cs call:described(f) ?>>
<?cs var:f.value ?></textarea>
<?cs elif:f.kind == "number" || f.kind == "money" ?><span class="with-unit"><input class="form-control" type="text" inputmode="decimal" id="i-<?cs var:f.name ?>" name="<?cs var:f.name ?>" value="<?cs var:f.value ?>" maxlength="14" autocomplete="off"<?cs if:f.required ?> required<?cs /if ?><?cs call:described(f) ?>><?cs if:f.unit ?> <span class="unit"><?cs var:f.unit ?></span><?cs /if ?></span>
<?cs else ?><input class="form-control" type="<?cs if:f.kind == "email" ?>email<?cs elif:f.kind == "secret" ?>password<?cs else ?>text<?cs /if ?>" id="i-<?cs var:f.name ?>" name="<?cs var:f.name ?>" value="<?cs var:f.value ?>"<?cs if:f.max ?> maxlength="<?cs var:f.max ?>"<?cs /if ?> autocomplete="<?cs if:f.kind == "secret" ?>new-password<?cs else ?>off<?cs /if ?>"<?cs if:f.required ?> required<?cs /if ?><?cs call:described(f) ?>>
<?cs /if ?>
<?cs call:field_foot(f) ?></div>
<?cs /if ?>
<?cs /def ?>

<?cs def:fields() ?>
<?cs each:f = Fields ?>
<?cs if:f.group ?><h2 class="group"><?cs var:f.group ?></h2><?cs if:f.group_help ?><p class="help group-help"><?cs var:f.group_help ?></p><?cs /if ?><?cs /if ?>
<?cs call:field(f) ?>
<?cs /each ?>
<?cs /def ?>

<?cs def:form_title() ?>
<p class="crumb"><a href="<?cs var:Section.url ?>"><?cs var:Section.label ?></a></p>
<div class="title"><h1><?cs var:Page.title ?></h1></div>
<?cs if:Form.done ?><p class="notice" role="status"><?cs var:Form.done ?></p><?cs /if ?>
<?cs if:Form.error ?><div class="problem" role="alert" id="problem"><p><?cs var:Form.error ?></p>
<?cs if:subcount(Errors) ?><ul><?cs each:e = Errors ?><li><a href="#i-<?cs var:e.name ?>"><?cs var:e.label ?></a>: <?cs var:e.text ?></li><?cs /each ?></ul><?cs /if ?></div><?cs /if ?>
<?cs /def ?>

<?cs def:form_open() ?><?cs call:csrf() ?><?cs if:Form.was ?><input type="hidden" name="was" value="<?cs var:Form.was ?>"><?cs /if ?><?cs /def ?>

<?cs def:form_buttons() ?>
<p class="form-actions"><button type="submit" class="btn btn-primary"><?cs var:Form.button ?></button> <a class="btn" href="<?cs var:Section.url ?>">Cancel</a></p>
<?cs /def ?>

<?cs def:facts() ?>
<?cs if:subcount(Facts) ?><dl class="facts"><?cs each:x = Facts ?><div><dt><?cs var:x.label ?></dt><dd><?cs if:x.url ?><a href="<?cs var:x.url ?>"><?cs var:x.value ?></a><?cs else ?><?cs var:x.value ?><?cs /if ?></dd></div><?cs /each ?></dl><?cs /if ?>
<?cs /def ?>
