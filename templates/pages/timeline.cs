<?cs set:Page.nav = "interactions" ?><?cs set:Page.css = "timeline" ?>
<?cs include:"lib/head.cs" ?><?cs include:"lib/pictures.cs" ?><?cs include:"pages/linked.cs" ?>
<link rel="stylesheet" href="<?cs var:Url.static ?>/css/pictures.css">
<div class="timeline">
<header class="tl-head">
<div class="tl-who">
<p class="tl-kind">Account</p>
<h1><bdi><?cs var:Account.reference ?></bdi></h1>
<?cs if:Part ?><p class="quiet">Only the queues assigned to you</p><?cs /if ?>
</div>
<dl class="tl-facts">
<?cs if:Account.contact ?><div><dt>Contact</dt><dd><?cs if:Account.contact_url ?><a href="<?cs var:Account.contact_url ?>"><bdi><?cs var:Account.contact ?></bdi></a><?cs else ?><bdi><?cs var:Account.contact ?></bdi><?cs /if ?><?cs if:Account.phone ?> <span class="quiet"><?cs var:Account.phone ?></span><?cs /if ?></dd></div><?cs /if ?>
<?cs if:Account.balance ?><div><dt>Balance</dt><dd><?cs var:Account.balance ?></dd></div><?cs /if ?>
<?cs if:Account.due ?><div><dt>Due</dt><dd><?cs var:Account.due ?><?cs if:Account.overdue ?> <span class="tl-overdue">overdue</span><?cs /if ?></dd></div><?cs /if ?>
<?cs if:Account.payment ?><div class="tl-payment"><dt>Payment link</dt><dd><?cs if:Account.payment_url ?><a href="<?cs var:Account.payment_url ?>" target="_blank" rel="noopener noreferrer"><bdi><?cs var:Account.payment ?></bdi></a><?cs else ?><bdi><?cs var:Account.payment ?></bdi><?cs /if ?></dd></div><?cs /if ?>
</dl>
<?cs if:Lines_count ?><details class="tl-lines"><summary>Debt, <?cs var:Lines_count ?> line<?cs if:Lines_count != "1" ?>s<?cs /if ?></summary>
<table><caption class="sr">What is owed</caption><thead><tr><th scope="col">For</th><th scope="col">Since</th><th scope="col">Amount</th></tr></thead><tbody>
<?cs each:l = Lines ?><tr><td><bdi><?cs var:l.text ?></bdi></td><td><?cs if:l.day ?><?cs var:l.day ?><?cs else ?>&ndash;<?cs /if ?></td><td><?cs var:l.amount ?></td></tr>
<?cs /each ?></tbody></table>
<?cs if:Lines_more ?><p class="quiet">Only the first 200 are listed.</p><?cs /if ?></details><?cs /if ?>
</header>
<?cs if:Trend_calls ?><section class="tl-trend" aria-labelledby="trend-title">
<h2 id="trend-title">Sentiment and willingness of the last <?cs var:Trend_calls ?> calls</h2>
<div class="tl-scroll" tabindex="0" role="region" aria-label="The calls as a picture, the oldest at the left">
<svg viewBox="0 0 <?cs var:Trend_width ?> 98" width="<?cs var:Trend_width ?>" height="98" role="img" aria-label="The table below says the same">
<path class="tl-grid" d="M56 10H<?cs var:Trend_width ?>M56 23H<?cs var:Trend_width ?>M56 36H<?cs var:Trend_width ?>M56 49H<?cs var:Trend_width ?>M56 94.5H<?cs var:Trend_width ?>"/>
<text x="50" y="14">Positive</text><text x="50" y="27">Neutral</text><text x="50" y="40">Negative</text><text x="50" y="53">Hostile</text><text x="50" y="72">W:5</text><text x="50" y="96">W:1</text>
<polyline points="<?cs var:Trend_line ?>"/>
<?cs each:c = Trend ?><g><title><?cs var:c.when ?><?cs if:c.mood ?>, <?cs var:c.mood ?><?cs /if ?><?cs if:c.willingness ?>, W:<?cs var:c.willingness ?>/5<?cs /if ?></title><?cs if:c.y ?><circle class="<?cs var:c.mood_key ?>" cx="<?cs var:c.x ?>" cy="<?cs var:c.y ?>" r="4.5"/><?cs /if ?><?cs if:c.willingness ?><rect class="l<?cs var:c.willingness ?>" x="<?cs var:c.bar_x ?>" y="<?cs var:c.bar_y ?>" width="8" height="<?cs var:c.bar_height ?>"/><?cs /if ?></g><?cs /each ?>
</svg>
</div>
<details><summary>As a table</summary>
<table><caption class="sr">Sentiment and willingness of each call, the oldest first</caption><thead><tr><th scope="col">Call</th><th scope="col">Sentiment</th><th scope="col">Willingness</th></tr></thead><tbody>
<?cs each:c = Trend ?><tr><td><a href="<?cs var:c.url ?>"><?cs var:c.when ?></a></td><td><?cs if:c.mood ?><?cs call:sentiment_dot(c.mood_key, c.mood) ?><?cs else ?>&ndash;<?cs /if ?></td><td><?cs if:c.willingness ?><?cs call:willingness(c.willingness) ?><?cs else ?>&ndash;<?cs /if ?></td></tr>
<?cs /each ?></tbody></table></details>
</section><?cs /if ?>
<section class="tl-list" aria-labelledby="tl-title">
<div class="above">
<h2 id="tl-title" class="sr">Interactions</h2>
<nav class="periods" aria-label="Channel"><?cs each:c = Channels ?><a href="<?cs var:c.url ?>"<?cs if:c.current ?> aria-current="true"<?cs /if ?>><?cs var:c.label ?></a>
<?cs /each ?></nav>
<p class="count"><strong><?cs var:Count ?></strong> interaction<?cs if:!One ?>s<?cs /if ?></p>
</div>
<?cs if:subcount(Items) ?><ol class="tl">
<?cs each:x = Items ?><?cs if:x.step ?><li class="tl-step<?cs if:x.ahead ?> ahead<?cs /if ?>">
<span class="ln-when" title="<?cs var:x.when_title ?>"><?cs if:x.when ?><?cs var:x.when ?><?cs else ?>No date<?cs /if ?></span>
<p class="tl-line"><span class="quiet">Step</span> <?cs if:x.url ?><a href="<?cs var:x.url ?>"><bdi><?cs var:x.step ?></bdi></a><?cs else ?><bdi><?cs var:x.step ?></bdi><?cs /if ?><?cs if:x.status ?> <span class="tl-status <?cs var:x.status_key ?>"><?cs var:x.status ?></span><?cs /if ?></p>
</li>
<?cs else ?><li class="tl-item" id="i<?cs var:x.id ?>">
<span class="ln-when" title="<?cs var:x.when_title ?>"><?cs var:x.when ?></span>
<div><p class="tl-line"><?cs call:linked_line(x) ?><?cs if:x.parent_url ?> <a class="tl-parent" href="<?cs var:x.parent_url ?>">sent during a call</a><?cs /if ?></p>
<?cs if:x.summary ?><p class="tl-summary" dir="auto"><?cs var:x.summary ?></p><?cs /if ?>
<?cs if:subcount(x.children) ?><ol class="tl-children" aria-label="Sent during it">
<?cs each:y = x.children ?><li id="i<?cs var:y.id ?>"><span class="ln-when" title="<?cs var:y.when_title ?>"><?cs var:y.when ?></span>
<div><p class="tl-line"><?cs call:linked_line(y) ?></p><?cs if:y.summary ?><p class="tl-summary" dir="auto"><?cs var:y.summary ?></p><?cs /if ?></div></li>
<?cs /each ?></ol><?cs /if ?></div>
</li>
<?cs /if ?><?cs /each ?></ol>
<?cs if:More_children ?><p class="quiet">More was sent during these interactions than is listed here: the page of each has it.</p><?cs /if ?>
<?cs else ?><div class="blank"><h2>No interactions here</h2><p>Nothing of this account stands in this part of its timeline.</p></div>
<?cs /if ?>
<?cs if:Pages.newest || Pages.older ?><nav class="pager" aria-label="Pages"><div class="paging">
<?cs if:Pages.newest ?><a class="btn" id="page-newest" href="<?cs var:Pages.newest ?>">Newest</a><?cs else ?><span class="btn disabled" aria-disabled="true">Newest</span><?cs /if ?>
<?cs if:Pages.older ?><a class="btn" id="page-older" href="<?cs var:Pages.older ?>">Older</a><?cs else ?><span class="btn disabled" aria-disabled="true">Older</span><?cs /if ?>
</div></nav><?cs /if ?>
</section>
</div>
<?cs include:"lib/foot.cs" ?>
