<label class="tick"><input type="checkbox" name="<?cs var:Row.name ?>" value="<?cs var:Row.value ?>"<?cs if:Flag.checked ?> checked<?cs /if ?>> <span><?cs var:Row.label ?></span></label>
