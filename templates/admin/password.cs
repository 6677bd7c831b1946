<?cs include:"admin/head.cs" ?>
<p class="crumb"><a href="<?cs var:Section.url ?>"><?cs var:Section.label ?></a></p>
<div class="title"><h1><?cs var:Page.title ?></h1></div>
<div class="given" role="status">
<p>This is the first password of <strong><?cs var:Given.name ?></strong> (<?cs var:Given.email ?>). It is shown this once and stored nowhere: note it now, or reset it later.</p>
<p class="secret"><output id="password"><?cs var:Given.password ?></output></p>
<p>At the first sign-in Parley asks for a password of their own.</p>
</div>
<p class="form-actions"><a class="btn btn-primary" href="<?cs var:Given.next ?>">Noted, go on</a></p>
<?cs include:"admin/foot.cs" ?>
