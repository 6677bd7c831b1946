<?cs set:Page.nav = "api" ?><?cs set:Page.css = "api" ?>
<?cs include:"lib/head.cs" ?>
<?cs def:type(x) ?><?cs if:x.link ?><a href="#schema-<?cs var:x.link ?>"><?cs var:x.type ?></a><?cs else ?><?cs var:x.type ?><?cs /if ?><?cs /def ?>
<?cs def:params(o) ?><table class="api-table">
<caption class="sr">Parameters of <?cs var:o.summary ?></caption>
<thead><tr><th scope="col">Parameter</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
<tbody><?cs each:p = o.params ?><tr><th scope="row"><code><?cs var:p.name ?></code> <span class="api-in"><?cs var:p.in ?><?cs if:p.needed ?>, needed<?cs /if ?></span></th><td><?cs var:p.type ?></td><td><?cs var:p.text ?><?cs if:p.limits ?><span class="api-limits"><?cs var:p.limits ?></span><?cs /if ?></td></tr><?cs /each ?></tbody>
</table><?cs /def ?>
<div class="api">
<nav class="api-toc" aria-label="On this page">
<ul><li><a href="#key">A key</a></li></ul>
<?cs each:t = Tags ?><h2><?cs var:t.name ?></h2>
<ul><?cs each:o = Ops ?><?cs if:o.tag == t.name ?><li><a href="#<?cs var:o.id ?>"><?cs var:o.summary ?></a></li><?cs /if ?><?cs /each ?></ul>
<?cs /each ?><h2>Reference</h2>
<ul><li><a href="#problems">Problems</a></li><li><a href="#schemas">Schemas</a></li></ul>
</nav>
<div class="api-body">
<h1>API</h1>
<p class="intro"><?cs var:Api.text ?></p>
<p class="intro">All of it as OpenAPI 3.1: <a href="<?cs var:Api.description ?>"><code><?cs var:Api.base ?><?cs var:Api.description ?></code></a></p>

<section class="api-card" id="key" aria-labelledby="key-h">
<h2 id="key-h">A key</h2>
<p>Every request carries a key: <code>Authorization: Bearer pk_...</code> It belongs to a tenant, to all of its queues or to some, and has permissions: <code>read</code>, <code>write</code>, <code>transcripts</code>. What it may not see does not exist for it. It is shown once, when it is made, and can be revoked at any time.</p>
<p><?cs if:May.intake ?>You make one under <a href="/admin/intake">Administration, Intake</a>.<?cs else ?>Who administers intake in your organisation makes one under Administration, Intake.<?cs /if ?></p>
<p>A key has so many requests a minute: <code>RateLimit-Limit</code>, <code>RateLimit-Remaining</code> and <code>RateLimit-Reset</code> say how many are left. Beyond that the answer is 429, and <code>Retry-After</code> says when to come back.</p>
<p>What is sent with the header <code>Idempotency-Key</code> may be sent again: the same request under the same key is made once.</p>
</section>

<?cs each:t = Tags ?>
<h2 class="api-tag"><?cs var:t.name ?></h2>
<?cs if:t.text ?><p class="intro"><?cs var:t.text ?></p><?cs /if ?>
<?cs each:o = Ops ?><?cs if:o.tag == t.name ?>
<section class="api-card" id="<?cs var:o.id ?>" aria-labelledby="<?cs var:o.id ?>-h">
<h3 id="<?cs var:o.id ?>-h"><?cs var:o.summary ?></h3>
<p class="api-line"><span class="api-method <?cs var:o.key ?>"><?cs var:o.method ?></span> <code><?cs var:o.path ?></code><?cs if:o.permission ?> <span class="api-need">permission <?cs var:o.permission ?></span><?cs else ?> <span class="api-need">no key needed</span><?cs /if ?></p>
<?cs if:o.text ?><p><?cs var:o.text ?></p><?cs /if ?>
<?cs if:o.many ?><details><summary><?cs var:o.many ?> parameters</summary><?cs call:params(o) ?></details>
<?cs elif:subcount(o.params) ?><?cs call:params(o) ?><?cs /if ?>
<?cs if:subcount(o.bodies) ?><p class="api-sent">Body: <?cs each:b = o.bodies ?><?cs if:name(b) != "0" ?>; or <?cs /if ?><?cs call:type(b) ?> as <code><?cs var:b.media ?></code><?cs /each ?></p><?cs /if ?>
<div class="api-pair">
<div><h4>Example</h4><pre tabindex="0"><?cs var:o.curl ?></pre></div>
<?cs if:o.example ?><div><h4>Answer</h4><pre tabindex="0"><?cs var:o.example ?></pre></div><?cs /if ?>
</div>
<details><summary>Answers</summary>
<table class="api-table">
<caption class="sr">Answers of <?cs var:o.summary ?></caption>
<thead><tr><th scope="col">Status</th><th scope="col">Body</th><th scope="col">Meaning</th></tr></thead>
<tbody><?cs each:a = o.answers ?><tr><th scope="row"><span class="api-status<?cs if:a.good ?> good<?cs /if ?>"><?cs var:a.status ?></span></th><td><?cs each:b = a.bodies ?><?cs call:type(b) ?><?cs /each ?></td><td><?cs var:a.text ?></td></tr><?cs /each ?></tbody>
</table></details>
</section>
<?cs /if ?><?cs /each ?><?cs /each ?>

<h2 class="api-tag" id="problems">Problems</h2>
<p class="intro">Errors are <code>application/problem+json</code> (RFC 9457). <code>instance</code> names the request as it stands in the log; <code>errors</code> says what is wrong where in a document.</p>
<table class="api-table api-card">
<caption class="sr">Problems</caption>
<thead><tr><th scope="col">Status</th><th scope="col">Problem</th><th scope="col">Meaning</th></tr></thead>
<tbody><?cs each:p = Problems ?><tr id="<?cs var:p.id ?>"><th scope="row"><span class="api-status"><?cs var:p.status ?></span></th><td><?cs var:p.title ?></td><td><?cs var:p.text ?></td></tr><?cs /each ?></tbody>
</table>

<h2 class="api-tag" id="schemas">Schemas</h2>
<?cs each:s = Schemas ?>
<section class="api-card" id="schema-<?cs var:s.name ?>" aria-labelledby="schema-<?cs var:s.name ?>-h">
<h3 id="schema-<?cs var:s.name ?>-h"><?cs var:s.name ?></h3>
<?cs if:s.text ?><p><?cs var:s.text ?></p><?cs /if ?>
<table class="api-table">
<caption class="sr">Members of <?cs var:s.name ?></caption>
<thead><tr><th scope="col">Member</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
<tbody><?cs each:m = s.members ?><tr><th scope="row"><code><?cs var:m.name ?></code></th><td><?cs call:type(m) ?></td><td><?cs var:m.text ?><?cs if:m.limits ?><span class="api-limits"><?cs var:m.limits ?></span><?cs /if ?></td></tr><?cs /each ?></tbody>
</table>
</section>
<?cs /each ?>
</div>
</div>
<?cs include:"lib/foot.cs" ?>
