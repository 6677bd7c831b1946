<?cs include:"admin/head.cs" ?>
<?cs include:"admin/fields.cs" ?>
<?cs call:form_title() ?>
<?cs call:facts() ?>
<?cs if:Webhook.url ?>
<section class="webhook" aria-labelledby="webhook-title">
<h2 id="webhook-title">Its address</h2>
<p class="copy"><label class="sr" for="webhook">Address of the webhook</label><input class="form-control" type="text" id="webhook" value="<?cs var:Webhook.url ?>" readonly spellcheck="false"> <button type="button" class="btn js-only" id="copy" data-copy="webhook" hidden>Copy</button> <span class="quiet" id="copied" role="status"></span></p>
<ol class="how-to"><?cs each:s = Steps ?><li><?cs var:s.text ?></li>
<?cs /each ?></ol>
<dl class="facts secrets">
<div<?cs if:Secret.missing ?> class="late"<?cs /if ?>><dt>Secret</dt><dd id="secret"><?cs var:Secret.words ?></dd></div>
<?cs if:Secret.old ?><div><dt>Old secret, good until <?cs var:Secret.until ?></dt><dd id="old-secret"><?cs var:Secret.old ?></dd></div><?cs /if ?>
<div><dt>API key</dt><dd id="api-key"><?cs var:ApiKey.words ?></dd></div>
</dl>
<p class="form-actions"><a class="btn<?cs if:Secret.missing ?> btn-primary<?cs /if ?>" href="<?cs var:Secret.url ?>"><?cs var:Secret.label ?></a><?cs if:Secret.end_url ?> <a class="btn" href="<?cs var:Secret.end_url ?>">End the old one now</a><?cs /if ?></p>
</section>
<?cs /if ?>
<form class="edit" method="post" action="<?cs var:Form.url ?>" novalidate>
<?cs call:form_open() ?>
<?cs call:fields() ?>
<?cs call:form_buttons() ?>
</form>
<script src="/static/js/copy.js" defer></script>
<?cs include:"admin/foot.cs" ?>
