<?cs include:"admin/head.cs" ?>
<?cs include:"admin/fields.cs" ?>
<?cs call:form_title() ?>
<?cs call:facts() ?>
<?cs if:Webhook.url ?>
<section class="webhook" aria-labelledby="webhook-title">
<h2 id="webhook-title">Its address</h2>
<p class="copy"><label class="sr" for="webhook">Address of the webhook</label><input class="form-control" type="text" id="webhook" value="<?cs var:Webhook.url ?>" readonly spellcheck="false"> <button type="button" class="btn js-only" data-copy="webhook" hidden>Copy</button> <span class="quiet" role="status"></span></p>
<ol class="how-to"><?cs each:s = Steps ?><li><?cs var:s.text ?></li>
<?cs /each ?></ol>
<dl class="facts secrets">
<div<?cs if:Secret.missing ?> class="late"<?cs /if ?>><dt>Secret</dt><dd id="secret"><?cs var:Secret.words ?></dd></div>
<?cs if:Secret.old ?><div><dt>Old secret, good until <?cs var:Secret.until ?></dt><dd id="old-secret"><?cs var:Secret.old ?></dd></div><?cs /if ?>
<?cs if:ApiKey.words ?><div><dt>API key</dt><dd id="api-key"><?cs var:ApiKey.words ?></dd></div><?cs /if ?>
</dl>
<p class="form-actions"><a class="btn<?cs if:Secret.missing ?> btn-primary<?cs /if ?>" href="<?cs var:Secret.url ?>"><?cs var:Secret.label ?></a><?cs if:Secret.end_url ?> <a class="btn" href="<?cs var:Secret.end_url ?>">End the old one now</a><?cs /if ?></p>
<?cs if:Tool.url ?>
<details class="tool" id="tool">
<summary>A tool for the agent: send a debt summary</summary>
<p>During a call the agent can have the debtor sent their account reference, balance, due date, payment link and debt lines, by e-mail or WhatsApp, to the addresses on file only. <?cs if:Tool.source == "elevenlabs" ?>In ElevenLabs, add a webhook tool to the agent and put this in as its JSON, with the secret of this connection in place of SECRET.<?cs else ?>In Vapi, make a tool of this JSON (over the API, or field by field) and give it to the assistant, with the secret of this connection in place of SECRET.<?cs /if ?></p>
<label class="sr" for="tool-json">JSON of the tool</label>
<textarea class="form-control" id="tool-json" rows="<?cs if:Tool.source == "elevenlabs" ?>22<?cs else ?>16<?cs /if ?>" readonly spellcheck="false">
<?cs if:Tool.source == "elevenlabs" ?>{
  "type": "webhook",
  "name": "<?cs var:Tool.name ?>",
  "description": "Sends the debtor a written summary of the debt.",
  "api_schema": {
    "url": "<?cs var:Tool.url ?>",
    "method": "POST",
    "request_headers": {"X-Parley-Secret": "SECRET"},
    "request_body_schema": {
      "type": "object",
      "required": ["conversation_id"],
      "properties": {
        "conversation_id": {"type": "string", "dynamic_variable": "system__conversation_id"},
        "account_reference": {"type": "string", "description": "Reference of the account"},
        "channel": {"type": "string", "enum": ["email", "whatsapp"], "description": "Only if the debtor asks for one"}
      }
    }
  }
}<?cs else ?>{
  "type": "function",
  "server": {"url": "<?cs var:Tool.url ?>", "secret": "SECRET"},
  "function": {
    "name": "<?cs var:Tool.name ?>",
    "description": "Sends the debtor a written summary of the debt.",
    "parameters": {
      "type": "object",
      "properties": {
        "account_reference": {"type": "string", "description": "Reference of the account"},
        "channel": {"type": "string", "enum": ["email", "whatsapp"], "description": "Only if the debtor asks for one"}
      }
    }
  }
}<?cs /if ?></textarea>
<p class="form-actions js-only" hidden><button type="button" class="btn" data-copy="tool-json">Copy</button> <span class="quiet" role="status"></span></p>
</details>
<?cs /if ?>
</section>
<?cs /if ?>
<form class="edit" method="post" action="<?cs var:Form.url ?>" novalidate>
<?cs call:form_open() ?>
<?cs call:fields() ?>
<?cs call:form_buttons() ?>
</form>
<script src="<?cs var:Url.static ?>/js/copy.js" defer></script>
<?cs include:"admin/foot.cs" ?>
