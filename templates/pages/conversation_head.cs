<header class="who">
<div class="who-is">
<h1><?cs var:Page.title ?></h1>
<p class="who-more"><span title="<?cs var:Of.created_title ?>"><?cs var:Of.created ?></span><span class="ch <?cs var:Of.channel_key ?>"><?cs var:Of.channel ?></span></p>
</div>
<div class="figures"><dl>
<div><dt>Client</dt><dd><?cs if:Of.client_url ?><a href="<?cs var:Of.client_url ?>"><bdi><?cs var:Of.client ?></bdi></a><?cs else ?><bdi><?cs var:Of.client ?></bdi><?cs /if ?></dd></div>
<div><dt>Agent</dt><dd><bdi><?cs var:Of.agent ?></bdi></dd></div>
<div><dt>Queue</dt><dd><?cs var:Of.queue ?></dd></div>
<div><dt>Disposition</dt><dd><?cs var:Of.disposition ?></dd></div>
<div><dt>Duration</dt><dd><?cs var:Of.duration ?></dd></div>
</dl></div>
</header>
