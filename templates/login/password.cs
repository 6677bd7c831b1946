<?cs set:Page.forms = "1" ?><?cs set:Page.css = "account" ?>
<?cs include:"lib/head.cs" ?>
<?cs include:"login/fields.cs" ?>
<div class="sheet own">
<h1><?cs var:Page.title ?></h1>
<?cs if:Password.must ?><p class="notice" role="status">Your password was given to you by somebody else. Choose one that only you know; then you can go on.</p><?cs /if ?>
<form method="post" action="<?cs var:Url.password ?>">
<input type="hidden" name="csrf" value="<?cs var:Page.csrf ?>">
<?cs call:username() ?>
<?cs call:own_field("password", "password", "password", "Current password", Fields.password, Password.max, "", "current-password", "") ?>
<?cs call:own_field("new", "password", "new", "New password", Fields.new, Password.max, "At least 12 characters. A few words that do not belong together are easy to remember and hard to guess. All your other sessions end.", "new-password", "") ?>
<?cs call:own_field("again", "password", "again", "New password again", Fields.again, Password.max, "", "new-password", "") ?>
<div class="form-actions">
<button type="submit" class="btn btn-primary">Change the password</button>
<?cs if:!Password.must ?><a class="btn" href="<?cs var:Url.account ?>">Cancel</a><?cs /if ?>
</div>
</form>
</div>
<?cs include:"lib/foot.cs" ?>
