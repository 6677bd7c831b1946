<?cs include:"admin/head.cs" ?>
<?cs include:"admin/fields.cs" ?>
<?cs call:form_title() ?>
<?cs call:facts() ?>
<?cs if:Reason.text ?><div class="reason" id="reason"><h2>Why it was not applied</h2><p dir="auto"><?cs var:Reason.text ?></p></div><?cs /if ?>
<?cs if:Again.url ?>
<form class="acts" method="post" action="<?cs var:Again.url ?>"><?cs call:csrf() ?>
<p class="form-actions"><button type="submit" class="btn btn-primary" name="confirmed" value="yes">Try again</button><?cs if:Discard.url ?> <a class="btn" href="<?cs var:Discard.url ?>">Discard</a><?cs /if ?></p>
</form>
<?cs /if ?>
<section class="body" aria-labelledby="body-title">
<div class="title"><h2 id="body-title">What was sent</h2>
<?cs if:Body.url ?><p class="title-actions"><a class="btn" href="<?cs var:Body.url ?>" download>Download as it came</a></p><?cs /if ?></div>
<?cs if:Body.none ?><p class="remark"><?cs var:Body.none ?></p><?cs else ?>
<pre id="body" tabindex="0" aria-label="What was sent"><?cs var:Body.text ?></pre>
<?cs if:Body.cut ?><p class="bound" id="cut">These are the first 64 KB. The download has all of it.</p><?cs /if ?>
<p class="quiet bound">That you looked at it stands in the audit log.</p>
<?cs /if ?>
</section>
<?cs include:"admin/foot.cs" ?>
