<?cs include:"admin/head.cs" ?>
<p class="crumb"><a href="<?cs var:Section.url ?>"><?cs var:Section.label ?></a></p>
<div class="title"><h1><?cs var:Page.title ?></h1></div>
<div class="given" role="status">
<p>This is the key of <strong><bdi><?cs var:Given.name ?></bdi></strong>. It is shown this once and stored nowhere: note it now, or revoke it later and make another.</p>
<p class="secret key"><output id="key"><?cs var:Given.key ?></output></p>
<p>It goes into the header of each request: <code>Authorization: Bearer pk_…</code></p>
</div>
<p class="form-actions"><a class="btn btn-primary" href="<?cs var:Given.next ?>">Noted, go on</a></p>
<?cs include:"admin/foot.cs" ?>
