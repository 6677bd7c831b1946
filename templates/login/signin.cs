<?cs include:"lib/head.cs" ?>
<div class="sheet signin">
<h1>Sign in</h1>
<?cs if:Login.notice ?><p class="notice" role="status"><?cs var:Login.notice ?></p><?cs /if ?>
<?cs if:Login.error ?><p class="problem" id="login-error" role="alert"><?cs var:Login.error ?></p><?cs /if ?>
<form method="post" action="<?cs var:Url.signin ?>">
<input type="hidden" name="csrf" value="<?cs var:Page.csrf ?>">
<input type="hidden" name="next" value="<?cs var:Login.next ?>">
<label for="email">E-mail</label>
<input class="form-control" type="email" id="email" name="email" value="<?cs var:Login.email ?>" autocomplete="username" required maxlength="254" spellcheck="false" autocapitalize="none"<?cs if:Login.error ?> aria-invalid="true" aria-describedby="login-error"<?cs /if ?><?cs if:!Login.email ?> autofocus<?cs /if ?>>
<label for="password">Password</label>
<input class="form-control" type="password" id="password" name="password" autocomplete="current-password" required maxlength="256"<?cs if:Login.error ?> aria-invalid="true" aria-describedby="login-error"<?cs /if ?><?cs if:Login.email ?> autofocus<?cs /if ?>>
<button type="submit" class="btn btn-primary">Sign in</button>
</form>
</div>
<?cs include:"lib/foot.cs" ?>
