<?cs include:"lib/head.cs" ?>
<div class="sheet signin">
<h1>Sign in: second step</h1>
<?cs if:Login.error ?><p class="problem" id="login-error" role="alert"><?cs var:Login.error ?></p><?cs /if ?>
<form method="post" action="<?cs var:Url.code ?>">
<input type="hidden" name="csrf" value="<?cs var:Page.csrf ?>">
<input type="hidden" name="next" value="<?cs var:Login.next ?>">
<input type="hidden" name="ticket" value="<?cs var:Login.ticket ?>">
<label for="code">Code</label>
<input class="form-control code" type="text" id="code" name="code" autocomplete="one-time-code" inputmode="numeric" required maxlength="40" spellcheck="false" autocapitalize="none" autofocus aria-describedby="code-help<?cs if:Login.error ?> login-error<?cs /if ?>"<?cs if:Login.error ?> aria-invalid="true"<?cs /if ?>>
<p class="hint" id="code-help">The six digits that your authenticator app shows now.</p>
<button type="submit" class="btn btn-primary">Sign in</button>
</form>
<details class="lost">
<summary>The phone is not at hand</summary>
<form method="post" action="<?cs var:Url.code ?>">
<input type="hidden" name="csrf" value="<?cs var:Page.csrf ?>">
<input type="hidden" name="next" value="<?cs var:Login.next ?>">
<input type="hidden" name="ticket" value="<?cs var:Login.ticket ?>">
<label for="recovery">Recovery code</label>
<input class="form-control code" type="text" id="recovery" name="code" autocomplete="off" required maxlength="40" spellcheck="false" autocapitalize="characters" aria-describedby="recovery-help">
<p class="hint" id="recovery-help">One of the ten codes that you were given when you set up the second factor, like ABCDE-FGH23. Each works once. If you have none left, an administrator can take the second factor away.</p>
<button type="submit" class="btn">Sign in with the recovery code</button>
</form>
</details>
<p class="quiet"><a href="<?cs var:Url.signin ?>">Sign in as somebody else</a></p>
</div>
<?cs include:"lib/foot.cs" ?>
