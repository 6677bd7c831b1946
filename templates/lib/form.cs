<?cs # The fields of forms. A field is a node: f.value, f.error, for a choice f.options (value, label, selected). ?>

<?cs def:field_end(name, f, help) ?>
<?cs if:help ?><p class="help" id="h-<?cs var:name ?>"><?cs var:help ?></p><?cs /if ?>
<?cs if:f.error ?><p class="field-error" id="e-<?cs var:name ?>"><?cs var:f.error ?></p><?cs /if ?>
</div>
<?cs /def ?>

<?cs def:input_field(type, name, label, f, max, help, complete, required) ?>
<div class="form-field<?cs if:f.error ?> wrong<?cs /if ?>">
<label for="i-<?cs var:name ?>"><?cs var:label ?></label>
<input class="form-control" type="<?cs var:type ?>" id="i-<?cs var:name ?>" name="<?cs var:name ?>" value="<?cs var:f.value ?>" maxlength="<?cs var:max ?>" autocomplete="<?cs var:complete ?>"<?cs if:required ?> required<?cs /if ?><?cs if:f.error ?> aria-invalid="true"<?cs /if ?><?cs if:f.error || help ?> aria-describedby="<?cs if:help ?>h-<?cs var:name ?><?cs /if ?> <?cs if:f.error ?>e-<?cs var:name ?><?cs /if ?>"<?cs /if ?>>
<?cs call:field_end(name, f, help) ?>
<?cs /def ?>

<?cs def:text_field(name, label, f, max, help) ?><?cs call:input_field("text", name, label, f, max, help, "off", "") ?><?cs /def ?>
<?cs def:required_field(name, label, f, max, help) ?><?cs call:input_field("text", name, label, f, max, help, "off", "1") ?><?cs /def ?>

<?cs def:select_field(name, label, f, help) ?>
<div class="form-field<?cs if:f.error ?> wrong<?cs /if ?>">
<label for="i-<?cs var:name ?>"><?cs var:label ?></label>
<select class="form-select" id="i-<?cs var:name ?>" name="<?cs var:name ?>"<?cs if:f.error ?> aria-invalid="true"<?cs /if ?><?cs if:f.error || help ?> aria-describedby="<?cs if:help ?>h-<?cs var:name ?><?cs /if ?> <?cs if:f.error ?>e-<?cs var:name ?><?cs /if ?>"<?cs /if ?>>
<?cs each:o = f.options ?><option value="<?cs var:o.value ?>"<?cs if:o.selected ?> selected<?cs /if ?>><?cs var:o.label ?></option>
<?cs /each ?></select>
<?cs call:field_end(name, f, help) ?>
<?cs /def ?>

<?cs def:check_field(name, label, f, help) ?>
<div class="form-field check<?cs if:f.error ?> wrong<?cs /if ?>">
<label class="form-check"><input class="form-check-input" type="checkbox" id="i-<?cs var:name ?>" name="<?cs var:name ?>" value="1"<?cs if:f.value ?> checked<?cs /if ?><?cs if:help ?> aria-describedby="h-<?cs var:name ?>"<?cs /if ?>> <span><?cs var:label ?></span></label>
<?cs call:field_end(name, f, help) ?>
<?cs /def ?>

<?cs def:csrf() ?><input type="hidden" name="csrf" value="<?cs var:Page.csrf ?>"><?cs /def ?>

<?cs def:notices() ?>
<?cs if:Form.done ?><p class="notice" role="status"><?cs var:Form.done ?></p><?cs /if ?>
<?cs if:Form.error ?><p class="problem" role="alert"><?cs var:Form.error ?></p><?cs /if ?>
<?cs /def ?>
