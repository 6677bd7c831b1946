<?cs # What was said and which functions were called, for the detail page and the page of the transcript. ?>

<?cs # A value: short, or folded behind its beginning; where it stands elsewhere in full, its beginning only. ?>
<?cs def:talk_value(x) ?><?cs if:x.head && x.text ?><details class="long"<?cs if:Talk.whole ?> open<?cs /if ?>><summary><span dir="auto"><?cs var:x.head ?></span> <span class="all">Show all <?cs var:x.size ?> characters</span></summary><pre dir="auto"><?cs var:x.text ?></pre></details><?cs elif:x.head ?><span dir="auto"><?cs var:x.head ?></span> <span class="quiet">(<?cs var:x.size ?> characters)</span><?cs elif:x.empty ?><span class="quiet">empty</span><?cs elif:x.pre ?><pre dir="auto"><?cs var:x.text ?></pre><?cs else ?><span dir="auto"><?cs var:x.text ?></span><?cs /if ?><?cs /def ?>

<?cs def:talk_json(x) ?><?cs if:!x.is || x.none ?><p class="quiet">None</p><?cs elif:subcount(x.members) ?><table class="kv"><tbody><?cs each:m = x.members ?><tr><th scope="row"><bdi><?cs var:m.name ?></bdi></th><td><?cs call:talk_value(m) ?></td></tr>
<?cs /each ?></tbody></table><?cs else ?><div class="value"><?cs call:talk_value(x) ?></div><?cs /if ?><?cs if:x.cut ?><p class="quiet">Only the beginning of <?cs var:x.cut ?> characters. The export has all of it.</p><?cs /if ?><?cs /def ?>

<?cs def:talk_values(c) ?><div class="values"><div><p class="label">Parameters</p><?cs call:talk_json(c.given) ?></div><div><p class="label">Result</p><?cs call:talk_json(c.result) ?></div></div><?cs /def ?>

<?cs def:talk_status(c) ?><?cs if:c.status ?><span class="fs <?cs var:c.status ?>"><?cs var:c.status_label ?></span><?cs /if ?><?cs /def ?>

<?cs def:talk_call(c) ?><li id="fn-<?cs var:c.call ?>" class="fold"><details<?cs if:Talk.whole ?> open<?cs /if ?>><summary><span class="sr">Function </span><bdi class="fn"><?cs var:c.name ?></bdi> <?cs call:talk_status(c) ?><?cs if:c.at ?> <span class="at"><?cs var:c.at ?></span><?cs /if ?></summary><?cs call:talk_values(c) ?><?cs if:!Talk.whole ?><p><a href="#call-<?cs var:c.call ?>">Under Functions</a></p><?cs /if ?></details></li>
<?cs /def ?>

<?cs def:talk_at(m) ?><?cs if:m.seek ?><button type="button" class="at" data-ms="<?cs var:m.ms ?>" aria-label="Play from <?cs var:m.at ?>"<?cs if:m.title ?> title="<?cs var:m.title ?>"<?cs /if ?>><?cs var:m.at ?></button><?cs elif:m.at ?><span class="at"<?cs if:m.title ?> title="<?cs var:m.title ?>"<?cs /if ?>><?cs var:m.at ?></span><?cs /if ?><?cs /def ?>

<?cs def:talk_media(x) ?><p class="media"><?cs if:x.picture ?><a class="picture" href="<?cs var:x.url ?>" target="_blank" rel="noopener"><img src="<?cs var:x.url ?>" alt="<?cs var:x.name ?>" loading="lazy"></a><?cs /if ?><?cs if:x.url ?><a class="file" href="<?cs var:x.url ?>"<?cs if:!x.picture ?> download<?cs /if ?>><bdi><?cs var:x.name ?></bdi></a><?cs else ?><span class="file"><bdi><?cs var:x.name ?></bdi></span><?cs /if ?> <span class="quiet"><?cs var:x.type ?><?cs if:x.type && x.size ?>, <?cs /if ?><?cs var:x.size ?></span></p><?cs /def ?>

<?cs def:talk_message(m) ?><li id="said-<?cs var:m.no ?>" class="by-<?cs var:m.role ?><?cs if:m.same ?> same<?cs /if ?>"><p class="says"><strong dir="auto"><?cs var:m.who ?></strong><?cs if:m.ai ?> <span class="ai">AI</span><?cs /if ?> <?cs call:talk_at(m) ?><?cs if:m.feels ?> <span class="feels <?cs var:m.feels ?>" title="Sentiment: <?cs var:m.feels_label ?>"><?cs var:m.feels_label ?></span><?cs /if ?></p><?cs if:m.text ?><?cs if:m.head ?><details class="long"<?cs if:Talk.whole ?> open<?cs /if ?>><summary><span dir="auto"><?cs var:m.head ?></span> <span class="all">Show all</span></summary><p class="said" dir="auto"><?cs each:t = m.said ?><?cs if:t.hit ?><mark id="hit-<?cs var:t.hit ?>"><?cs var:t.text ?></mark><?cs else ?><?cs var:t.text ?><?cs /if ?><?cs /each ?></p></details><?cs else ?><p class="said" dir="auto"><?cs each:t = m.said ?><?cs if:t.hit ?><mark id="hit-<?cs var:t.hit ?>"><?cs var:t.text ?></mark><?cs else ?><?cs var:t.text ?><?cs /if ?><?cs /each ?></p><?cs /if ?><?cs /if ?><?cs if:m.cut ?><p class="quiet">Only the beginning. The export has all of it.</p><?cs /if ?><?cs if:m.media.is ?><?cs call:talk_media(m.media) ?><?cs /if ?></li>
<?cs /def ?>

<?cs def:talk_tools() ?><p class="talk-tools"><?cs if:Talk.hits ?><a href="#hit-1" class="talk-hits"><?cs var:Talk.hits ?> <?cs if:Talk.hits == "1" ?>hit<?cs else ?>hits<?cs /if ?></a><?cs /if ?><?cs if:!Talk.whole ?><a href="<?cs var:Talk.print ?>">Print view</a><?cs /if ?><?cs if:Talk.text_url ?><a href="<?cs var:Talk.text_url ?>" download>Export as text</a><a href="<?cs var:Talk.json_url ?>" download>Export as JSON</a><?cs /if ?></p><?cs /def ?>

<?cs def:talk_items() ?><ol class="talk-list"><?cs each:i = Talk.items ?><?cs if:i.call ?><?cs call:talk_call(i) ?><?cs else ?><?cs call:talk_message(i) ?><?cs /if ?><?cs /each ?></ol>
<?cs if:Talk.calls_more ?><p class="quiet">Only the first <?cs var:Talk.calls_more ?> functions are shown. The export has all of them.</p><?cs /if ?><?cs /def ?>
