<?cs def:field_value(r) ?>
<?cs if:r.href ?><a href="<?cs var:r.href ?>"><bdi><?cs var:r.value ?></bdi></a>
<?cs elif:r.out ?><a href="<?cs var:r.out ?>" rel="noopener noreferrer nofollow" target="_blank"><bdi><?cs var:r.value ?></bdi></a>
<?cs elif:r.mood ?><?cs call:sentiment_dot(r.mood, r.value) ?>
<?cs elif:subcount(r.actions) ?><ul class="done"><?cs each:x = r.actions ?><li<?cs if:x.failed ?> class="failed"<?cs elif:x.open ?> class="open"<?cs /if ?>><bdi><?cs var:x.name ?></bdi><?cs if:x.failed ?> <span class="verdict">failed</span><?cs elif:x.open ?> <span class="quiet">no answer</span><?cs /if ?></li><?cs /each ?></ul>
<?cs else ?><?cs if:r.score ?><?cs call:score5(r.score, r.score_label) ?> <?cs /if ?><span<?cs if:r.title ?> title="<?cs var:r.title ?>"<?cs /if ?> dir="auto"><?cs var:r.value ?></span><?cs if:r.more ?> <span class="quiet"><?cs var:r.more ?></span><?cs /if ?><?cs /if ?>
<?cs if:subcount(r.parts) ?><ul class="parts"><?cs each:x = r.parts ?><li><bdi><?cs var:x.label ?></bdi> <bdi><?cs var:x.value ?></bdi></li><?cs /each ?></ul><?cs /if ?><?cs if:r.parts_bad ?><p class="unread">Its parts could not be read: they were stored damaged.</p><?cs /if ?>
<?cs /def ?>
<?cs if:subcount(Facts) ?>
<section id="facts" aria-labelledby="facts-title">
<h2 id="facts-title">Details</h2>
<?cs each:g = Facts ?><?cs if:subcount(g.rows) || g.missing ?>
<div class="facts-group" id="facts-<?cs var:g.key ?>">
<h3><?cs var:g.title ?></h3>
<?cs if:subcount(g.rows) ?><dl class="facts">
<?cs each:r = g.rows ?><dt><?cs var:r.label ?></dt><dd><?cs call:field_value(r) ?></dd>
<?cs /each ?></dl><?cs /if ?>
<?cs if:g.act ?><p class="facts-act"><a class="btn" href="<?cs var:g.act_url ?>"><?cs var:g.act ?></a></p><?cs /if ?>
<?cs if:g.missing ?><p class="unread">Not measured, for this site does not record it: <?cs var:g.missing ?></p><?cs /if ?>
</div>
<?cs /if ?><?cs /each ?>
</section>
<?cs /if ?>
