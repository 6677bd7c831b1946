<option value="<?cs var:Row.value ?>"<?cs if:Flag.selected ?> selected<?cs /if ?>><?cs var:Row.label ?></option>
