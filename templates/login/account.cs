<?cs set:Page.forms = "1" ?><?cs set:Page.css = "account" ?>
<?cs include:"lib/head.cs" ?>
<?cs include:"lib/form.cs" ?>
<?cs include:"login/fields.cs" ?>
<div class="account">
<h1><?cs var:Page.title ?></h1>
<p class="quiet"><?cs var:User.name ?> &middot; <?cs var:User.email ?> &middot; <?cs var:User.role ?>. Name, address and role are changed by an administrator.</p>
<?cs call:notices() ?>

<section class="card-section" aria-labelledby="h-preferences">
<h2 id="h-preferences">Preferences</h2>
<form method="post" action="<?cs var:Url.preferences ?>">
<?cs call:csrf() ?>
<div class="form-field<?cs if:Pref.zone.error ?> wrong<?cs /if ?>">
<label for="zone">Time zone</label>
<input class="form-control" type="text" id="zone" name="zone" list="zones" value="<?cs var:Pref.zone.value ?>" placeholder="As the contact center: <?cs var:Pref.zone.center ?>" maxlength="40" autocomplete="off" spellcheck="false" autocapitalize="none"<?cs if:Pref.zone.error ?> aria-invalid="true"<?cs /if ?> aria-describedby="zone-help<?cs if:Pref.zone.error ?> zone-error<?cs /if ?>">
<datalist id="zones"><?cs var:Pref.zones ?></datalist>
<?cs if:Pref.zone.error ?><p class="field-error" id="zone-error"><?cs var:Pref.zone.error ?></p><?cs /if ?>
<p class="help" id="zone-help">Type a city and choose, like Europe/Lisbon. Left empty it is the contact center&#39;s, <?cs var:Pref.zone.center ?>.</p>
</div>
<?cs call:select_field("locale", "Times and numbers", Pref.locale, "How they are written; the words of the pages stay English.") ?>
<fieldset class="form-field themes">
<legend>Theme</legend>
<?cs each:o = Pref.theme.options ?><label class="form-check"><input class="form-check-input" type="radio" name="theme" value="<?cs var:o.value ?>"<?cs if:o.selected ?> checked<?cs /if ?>> <span><?cs var:o.label ?></span></label>
<?cs /each ?></fieldset>
<div class="form-actions"><button type="submit" class="btn btn-primary">Save the preferences</button></div>
</form>
</section>

<section class="card-section" aria-labelledby="h-password">
<h2 id="h-password">Password</h2>
<p>Changing it ends all your other sessions.</p>
<div class="form-actions"><a class="btn" href="<?cs var:Url.password ?>">Change the password</a></div>
</section>

<section class="card-section" aria-labelledby="h-factor">
<h2 id="h-factor">Second factor</h2>
<?cs if:!Factor.on ?>
<p><span class="state off">Off</span> Signing in asks for your password only. With a second factor it also asks for a code that your phone makes, so that a password that became known is not enough.</p>
<form method="post" action="<?cs var:Url.totp ?>"><?cs call:csrf() ?>
<div class="form-actions"><button type="submit" class="btn">Set up the second factor</button></div>
</form>
<?cs else ?>
<p><span class="state on">On</span> Signing in asks for your password and for a code of your authenticator app.</p>
<p<?cs if:Factor.few ?> class="warn"<?cs /if ?>><strong><?cs var:Factor.left ?></strong> of 10 recovery codes <?cs if:Factor.left == "1" ?>is<?cs else ?>are<?cs /if ?> unused.<?cs if:Factor.few ?> Make new ones before you need them.<?cs /if ?></p>
<details class="fold" id="recovery"<?cs if:New.open || Factor.few ?> open<?cs /if ?>>
<summary>Make new recovery codes</summary>
<form method="post" action="<?cs var:Url.recovery ?>"><?cs call:csrf() ?><?cs call:username() ?>
<?cs call:own_field("new-password", "password", "password", "Your password", New.password, "200", "The old codes are void then.", "current-password", "") ?>
<div class="form-actions"><button type="submit" class="btn">Make new codes</button></div>
</form>
</details>
<details class="fold" id="off"<?cs if:Off.open ?> open<?cs /if ?>>
<summary>Switch the second factor off</summary>
<form method="post" action="<?cs var:Url.totp_off ?>"><?cs call:csrf() ?><?cs call:username() ?>
<?cs call:own_field("off-password", "password", "password", "Your password", Off.password, "200", "", "current-password", "") ?>
<?cs call:own_field("off-code", "text", "code", "Code", Off.code, "40", "Of the app, or a recovery code.", "one-time-code", "") ?>
<div class="form-actions"><button type="submit" class="btn">Switch it off</button></div>
</form>
</details>
<?cs /if ?>
</section>

<section class="card-section" aria-labelledby="h-sessions">
<h2 id="h-sessions">Where you are signed in</h2>
<div class="table-frame" role="region" aria-label="Your sessions" tabindex="0">
<table class="sessions">
<thead><tr><th scope="col">Browser</th><th scope="col">Address</th><th scope="col">Since</th><th scope="col">Last used</th><th scope="col"><span class="sr">End it</span></th></tr></thead>
<tbody>
<?cs each:s = Sessions ?><tr>
<td title="<?cs var:s.agent ?>"><?cs var:s.browser ?></td>
<td><?cs var:s.address ?></td>
<td title="<?cs var:s.since_exact ?>"><?cs var:s.since ?></td>
<td title="<?cs var:s.seen_exact ?>"><?cs var:s.seen ?></td>
<td class="do"><?cs if:s.own ?><span class="this">This one</span><?cs else ?><form method="post" action="<?cs var:Url.sessions_end ?>"><?cs call:csrf() ?><input type="hidden" name="id" value="<?cs var:s.id ?>"><button type="submit" class="btn" aria-label="End the session of <?cs var:s.browser ?>, <?cs var:s.address ?>, since <?cs var:s.since ?>">End</button></form><?cs /if ?></td>
</tr>
<?cs /each ?></tbody>
</table>
</div>
<?cs if:Others ?><form method="post" action="<?cs var:Url.sessions_end ?>"><?cs call:csrf() ?>
<div class="form-actions"><button type="submit" class="btn">End all others</button></div>
</form><?cs else ?><p class="quiet">Nowhere else. A session that you do not know may be somebody else&#39;s: end it here and change your password.</p><?cs /if ?>
</section>
</div>
<?cs include:"lib/foot.cs" ?>
