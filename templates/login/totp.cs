<?cs set:Page.forms = "1" ?><?cs set:Page.css = "account" ?>
<?cs include:"lib/head.cs" ?>
<?cs include:"login/fields.cs" ?>
<div class="sheet own setup">
<h1><?cs var:Page.title ?></h1>
<p>From then on, signing in asks for your password and for a code that your phone makes.</p>
<ol class="setup-steps">
<li><h2>Scan this with an authenticator app</h2>
<p>Any of them will do: Aegis, FreeOTP, Google Authenticator, Microsoft Authenticator, your password manager.</p>
<div class="qr-frame"><?cs var:Totp.qr ?></div>
<p>Or type this secret into the app, as <q>time-based</q>, for <q><?cs var:Totp.issuer ?></q>:</p>
<p class="secret"><code><?cs var:Totp.secret ?></code></p>
</li>
<li><h2>Enter the code that the app shows</h2>
<form method="post" action="<?cs var:Url.totp_confirm ?>">
<input type="hidden" name="csrf" value="<?cs var:Page.csrf ?>">
<input type="hidden" name="pending" value="<?cs var:Totp.pending ?>">
<?cs call:username() ?>
<?cs call:own_field("code", "text", "code", "Code", Fields.code, "40", "Six digits.", "one-time-code", "numeric") ?>
<?cs call:own_field("password", "password", "password", "Your password", Fields.password, "200", "", "current-password", "") ?>
<div class="form-actions">
<button type="submit" class="btn btn-primary">Switch the second factor on</button>
<a class="btn" href="<?cs var:Url.account ?>">Cancel</a>
</div>
</form>
</li>
</ol>
</div>
<?cs include:"lib/foot.cs" ?>
