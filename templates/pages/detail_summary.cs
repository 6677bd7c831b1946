<?cs def:unread(bad) ?><?cs if:bad ?><p class="unread">Could not be read: it was stored damaged.</p><?cs /if ?><?cs /def ?>
<?cs if:subcount(Sum) ?>
<section id="summary" class="sum" aria-labelledby="summary-title">
<h2 id="summary-title">Summary and analysis</h2>
<?cs if:Sum.topic ?><p class="sum-topic" dir="auto"><span class="sum-label">Topic</span> <bdi><?cs var:Sum.topic ?></bdi></p><?cs /if ?>
<?cs if:Sum.text ?><p class="sum-text" dir="auto"><?cs var:Sum.text ?></p><?cs /if ?>
<dl class="facts sum-facts">
<?cs if:Sum.sentiment || Sum.sentiment_why ?><dt>Sentiment</dt><dd><?cs if:Sum.sentiment ?><?cs call:five_bars(Sum.sentiment_level, Sum.sentiment) ?> <strong><?cs var:Sum.sentiment ?></strong><?cs /if ?><?cs if:Sum.sentiment_why ?><p dir="auto" class="why"><span class="sr">Sentiment Description: </span><?cs var:Sum.sentiment_why ?></p><?cs /if ?></dd><?cs /if ?>
<?cs if:subcount(Sum.emotions) || Sum.emotions_bad ?><dt>Emotions</dt><dd><ul class="words"><?cs each:e = Sum.emotions ?><li><bdi><?cs var:e.name ?></bdi><?cs if:e.value ?> <span class="quiet"><bdi><?cs var:e.value ?></bdi></span><?cs /if ?></li><?cs /each ?></ul><?cs call:unread(Sum.emotions_bad) ?></dd><?cs /if ?>
<?cs if:Sum.csat || Sum.csat_why ?><dt><abbr title="Customer satisfaction score">CSAT</abbr></dt><dd><?cs if:Sum.csat ?><?cs call:score5(Sum.csat, "CSAT: " + Sum.csat + " of 5") ?> <strong><?cs var:Sum.csat ?> of 5</strong><?cs /if ?><?cs if:Sum.csat_why ?><p dir="auto" class="why"><span class="sr">CSAT Description: </span><?cs var:Sum.csat_why ?></p><?cs /if ?></dd><?cs /if ?>
<?cs if:subcount(Sum.keywords) || Sum.keywords_bad ?><dt>Keywords</dt><dd><ul class="words"><?cs each:k = Sum.keywords ?><li><bdi><?cs var:k.name ?></bdi></li><?cs /each ?></ul><?cs call:unread(Sum.keywords_bad) ?></dd><?cs /if ?>
<?cs if:Sum.performance ?><dt>Analysis</dt><dd dir="auto"><?cs var:Sum.performance ?></dd><?cs /if ?>
</dl>
<?cs if:subcount(Sum.criteria) || Sum.criteria_bad ?>
<h3>Evaluation criteria</h3>
<ul class="criteria"><?cs each:c = Sum.criteria ?><li class="<?cs var:c.verdict ?>"><p><strong><bdi><?cs var:c.name ?></bdi></strong><?cs if:c.result ?> <span class="verdict"><bdi><?cs var:c.result ?></bdi></span><?cs /if ?></p><?cs if:c.why ?><p class="why" dir="auto"><?cs var:c.why ?></p><?cs /if ?></li>
<?cs /each ?></ul>
<?cs call:unread(Sum.criteria_bad) ?>
<?cs /if ?>
<?cs if:subcount(Sum.collected) || Sum.collected_bad ?>
<h3>Collected data</h3>
<dl class="facts"><?cs each:c = Sum.collected ?><dt><bdi><?cs var:c.name ?></bdi></dt><dd><bdi><?cs if:c.value ?><?cs var:c.value ?><?cs else ?>-<?cs /if ?></bdi><?cs if:c.why ?><p class="why" dir="auto"><?cs var:c.why ?></p><?cs /if ?></dd>
<?cs /each ?></dl>
<?cs call:unread(Sum.collected_bad) ?>
<?cs /if ?>
<?cs if:Sum.made ?><p class="sum-made">Generated automatically<?cs if:Sum.source ?> by <bdi><?cs var:Sum.source ?></bdi><?cs /if ?><?cs if:Sum.at ?>, <span title="<?cs var:Sum.at_title ?>"><?cs var:Sum.at ?></span><?cs /if ?>. A support, not the only source of an evaluation.</p><?cs /if ?>
</section>
<?cs /if ?>
