<?cs set:Page.forms = "1" ?><?cs set:Page.css = "account" ?>
<?cs include:"lib/head.cs" ?>
<div class="sheet own">
<h1><?cs var:Page.title ?></h1>
<p>These are your recovery codes. Each of them signs you in once when the phone is not at hand. <strong>They are shown only now:</strong> print them, or keep them where you keep your passwords, but not on the phone.</p>
<p class="codes-for">Parley, <?cs var:User.email ?></p>
<ul class="codes" id="codes">
<?cs each:c = Codes ?><li><code><?cs var:c.text ?></code></li>
<?cs /each ?></ul>
<div class="form-actions">
<a class="btn btn-primary" href="<?cs var:Url.account ?>">I have kept them</a>
<button type="button" class="btn" id="codes-print" hidden>Print</button>
<button type="button" class="btn" id="codes-copy" hidden>Copy</button>
<span id="codes-said" role="status"></span>
</div>
<p class="quiet">Recovery codes that you were given before are void.</p>
</div>
<script src="<?cs var:Url.static ?>/js/codes.js" defer></script>
<?cs include:"lib/foot.cs" ?>
