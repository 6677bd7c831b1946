<header class="detail-head">
<div class="detail-bar">
<a class="btn detail-back" href="<?cs var:Url.list ?>">Back to the list</a>
<nav class="detail-steps" aria-label="In the list">
<?cs if:Url.prev ?><a class="btn" rel="prev" href="<?cs var:Url.prev ?>" title="The one before in the list (K)">Previous</a><?cs /if ?>
<?cs if:Url.next ?><a class="btn" rel="next" href="<?cs var:Url.next ?>" title="The next one in the list (J)">Next</a><?cs /if ?>
</nav>
<?cs include:"pages/detail_menu.cs" ?>
</div>
<h1 id="detail-title" tabindex="-1"><span class="ch <?cs var:Of.channel_key ?>"><span class="sr"><?cs var:Of.channel ?> with </span></span><?cs if:Of.client_url ?><a href="<?cs var:Of.client_url ?>" data-history="client" title="History of this client"><bdi><?cs var:Of.client ?></bdi></a><?cs else ?><bdi><?cs var:Of.client ?></bdi><?cs /if ?><?cs if:Of.number ?> <span class="detail-number"><bdi><?cs var:Of.number ?></bdi></span><?cs /if ?></h1>
<ul class="detail-is" aria-label="In short">
<?cs if:Of.outcome ?><li><?cs call:outcome_badge(Of.outcome_key, Of.outcome) ?></li><?cs /if ?>
<?cs if:Of.status ?><li class="is-<?cs var:Of.status_key ?>"><span class="st"><?cs var:Of.status ?></span></li><?cs /if ?>
<li><?cs var:Of.channel ?><?cs if:Of.platform ?>, <?cs var:Of.platform ?><?cs /if ?><?cs if:Of.direction ?>, <?cs var:Of.direction ?><?cs /if ?></li>
<?cs if:Of.sentiment ?><li><?cs call:five_bars(Of.sentiment_level, Of.sentiment) ?> <?cs var:Of.sentiment ?></li><?cs /if ?>
<li><span title="<?cs var:Of.created_title ?>"><?cs var:Of.created ?></span></li>
<?cs if:Of.lasted ?><li<?cs if:Of.running ?> class="detail-runs" title="Since it began; still running"<?cs /if ?>><?cs var:Of.lasted ?></li><?cs /if ?>
<?cs if:Of.queue ?><li><bdi><?cs var:Of.queue ?></bdi></li><?cs /if ?>
<?cs if:Of.agent ?><li><?cs if:Of.agent_ai ?><span class="ai">AI</span> <?cs /if ?><?cs if:Of.agent_url ?><a href="<?cs var:Of.agent_url ?>" data-history="agent" title="History of this agent"><bdi><?cs var:Of.agent ?></bdi></a><?cs else ?><bdi><?cs var:Of.agent ?></bdi><?cs /if ?></li><?cs /if ?>
<?cs if:Of.flagged && !subcount(Marks.flags) ?><li class="detail-flag">Flagged for review</li><?cs /if ?>
</ul>
<?cs if:subcount(Marks.flags) || subcount(Marks.tags) ?><ul class="detail-chips" aria-label="Flags and tags">
<?cs each:f = Marks.flags ?><li class="detail-flag" title="<?cs var:f.reason ?>"><span aria-hidden="true">⚑</span><span class="sr">Flag:</span> <bdi><?cs var:f.flag ?></bdi></li>
<?cs /each ?><?cs each:t = Marks.tags ?><li class="detail-tag"><?cs if:t.kind ?><span class="quiet"><bdi><?cs var:t.kind_label ?></bdi>:</span> <?cs /if ?><bdi><?cs var:t.tag ?></bdi></li>
<?cs /each ?></ul>
<?cs /if ?></header>
