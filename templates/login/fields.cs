<?cs # A field whose id is not its name: this page has several forms. f: value, error. mode: inputmode. ?>
<?cs def:own_field(id, type, name, label, f, max, help, complete, mode) ?>
<div class="form-field<?cs if:f.error ?> wrong<?cs /if ?>">
<label for="<?cs var:id ?>"><?cs var:label ?></label>
<input class="form-control" type="<?cs var:type ?>" id="<?cs var:id ?>" name="<?cs var:name ?>" maxlength="<?cs var:max ?>" autocomplete="<?cs var:complete ?>" required<?cs if:mode ?> inputmode="<?cs var:mode ?>"<?cs /if ?><?cs if:type == "text" ?> spellcheck="false" autocapitalize="none"<?cs /if ?><?cs if:f.error ?> aria-invalid="true"<?cs /if ?><?cs if:f.error || help ?> aria-describedby="<?cs if:help ?><?cs var:id ?>-help<?cs /if ?> <?cs if:f.error ?><?cs var:id ?>-error<?cs /if ?>"<?cs /if ?>>
<?cs if:f.error ?><p class="field-error" id="<?cs var:id ?>-error"><?cs var:f.error ?></p><?cs /if ?>
<?cs if:help ?><p class="help" id="<?cs var:id ?>-help"><?cs var:help ?></p><?cs /if ?>
</div>
<?cs /def ?>
<?cs # Tells the password manager whose password it is. ?>
<?cs def:username() ?><input type="text" name="username" value="<?cs var:User.email ?>" autocomplete="username" disabled hidden><?cs /def ?>
