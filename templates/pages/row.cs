<?cs include:"lib/pictures.cs" ?><tr id="i<?cs var:Row.id ?>" class="is-<?cs var:Row.status_key ?>">
<?cs if:Flag.select ?><td class="k-pick"><input class="form-check-input" type="checkbox" form="bulk" name="id" value="<?cs var:Row.id ?>" autocomplete="off" aria-label="Select <?cs var:Row.client ?>, <?cs var:Row.created ?>"></td><?cs /if ?>
<?cs var:Part.created ?><td class="k-created" title="<?cs var:Row.created_title ?>"><a class="open" href="<?cs var:Row.url ?>" hx-boost="false"><?cs var:Row.created ?></a></td>
<?cs var:Part.closed ?><td class="k-closed" title="<?cs var:Row.closed_title ?>"><?cs var:Row.closed ?></td>
<?cs var:Part.channel ?><td class="k-channel"><span class="ch <?cs var:Row.channel_key ?>"><?cs var:Row.channel ?></span></td>
<?cs var:Part.queue ?><td class="k-queue" title="<?cs var:Row.queue ?>"><?cs var:Row.queue ?></td>
<?cs var:Part.agent ?><td class="k-agent" title="<?cs var:Row.agent ?>"><?cs if:Flag.ai ?><span class="ai">AI</span> <?cs /if ?><?cs var:Row.agent ?></td>
<?cs var:Part.client ?><td class="k-client" title="<?cs var:Row.client_title ?>"><?cs var:Row.client ?></td>
<?cs var:Part.did ?><td class="k-did" title="<?cs var:Row.did ?>"><?cs var:Row.did ?></td>
<?cs var:Part.disposition ?><td class="k-disposition" title="<?cs var:Row.disposition ?>"><?cs var:Row.disposition ?></td>
<?cs var:Part.duration ?><td class="k-duration" title="<?cs var:Row.duration_title ?>"<?cs if:Flag.running ?> data-since="<?cs var:Row.created_ms ?>"<?cs /if ?>><?cs var:Row.duration ?></td>
<?cs var:Part.acw ?><td class="k-acw" title="<?cs var:Row.acw_title ?>"><?cs var:Row.acw ?></td>
<?cs var:Part.status ?><td class="k-status"><span class="st"><?cs var:Row.status ?></span></td>
<?cs var:Part.c ?><td class="k-c"><?cs if:Flag.client ?><a class="hist" href="<?cs var:Row.client_url ?>" hx-boost="false" aria-label="History of <?cs var:Row.client ?>">C</a><?cs /if ?></td>
<?cs var:Part.a ?><td class="k-a"><?cs if:Flag.agent ?><a class="hist" href="<?cs var:Row.agent_url ?>" hx-boost="false" aria-label="History of <?cs var:Row.agent ?>">A</a><?cs /if ?></td>
<?cs var:Part.direction ?><td class="k-direction"><?cs var:Row.direction ?></td>
<?cs var:Part.platform ?><td class="k-platform"><?cs var:Row.platform ?></td>
<?cs var:Part.outcome ?><td class="k-outcome"><?cs call:outcome_badge(Row.outcome_key, Row.outcome) ?></td>
<?cs var:Part.wait ?><td class="k-wait"><?cs var:Row.wait ?></td>
<?cs var:Part.hold ?><td class="k-hold"><?cs var:Row.hold ?></td>
<?cs var:Part.number ?><td class="k-number" title="<?cs var:Row.number ?>"><?cs var:Row.number ?></td>
<?cs var:Part.ended ?><td class="k-ended"><?cs var:Row.ended ?></td>
<?cs var:Part.sentiment ?><td class="k-sentiment"><?cs call:five_bars(Row.sentiment_level, Row.sentiment) ?><?cs var:Row.sentiment_none ?></td>
<?cs var:Part.csat ?><td class="k-csat"><?cs var:Row.csat ?></td>
<?cs var:Part.action ?><td class="k-action" title="<?cs var:Row.action ?>"><?cs var:Row.action ?></td>
<?cs var:Part.id ?><td class="k-id"><a class="open" href="<?cs var:Row.url ?>" hx-boost="false"><?cs var:Row.id ?></a></td>
<?cs var:Part.customer ?><td class="k-customer" title="<?cs var:Row.client_title ?>"><bdi><?cs var:Row.client ?></bdi> <bdi class="quiet"><?cs var:Row.customer_number ?></bdi></td>
<?cs var:Part.account ?><td class="k-account" title="<?cs var:Row.account ?>"><?cs if:Flag.account ?><a href="<?cs var:Row.account_url ?>" hx-boost="false"><bdi><?cs var:Row.account ?></bdi></a><?cs else ?><?cs var:Row.account ?><?cs /if ?></td>
<?cs var:Part.flow ?><td class="k-flow" title="<?cs var:Row.flow ?>"><bdi><?cs var:Row.flow ?></bdi></td>
<?cs var:Part.result ?><td class="k-result"><?cs var:Row.result ?></td>
<?cs var:Part.last ?><td class="k-last" title="<?cs var:Row.last_title ?>"><?cs var:Row.last ?></td>
<?cs var:Part.flagged ?><td class="k-flagged"><span class="flagmark" title="<?cs var:Row.flagged ?>"><span class="sr"><?cs var:Row.flagged ?></span></span><?cs var:Row.flagged_none ?></td>
<?cs var:Part.functions ?><td class="k-functions"><bdi class="fn" title="<?cs var:Row.function_1 ?>"><?cs var:Row.function_1 ?></bdi> <bdi class="fn" title="<?cs var:Row.function_2 ?>"><?cs var:Row.function_2 ?></bdi> <bdi class="fn" title="<?cs var:Row.function_3 ?>"><?cs var:Row.function_3 ?></bdi> <span class="quiet"><?cs var:Row.functions_more ?></span></td>
<?cs var:Part.tags ?><td class="k-tags"><bdi class="tagged" title="<?cs var:Row.tag_1 ?>"><?cs var:Row.tag_1 ?></bdi> <bdi class="tagged" title="<?cs var:Row.tag_2 ?>"><?cs var:Row.tag_2 ?></bdi> <bdi class="tagged" title="<?cs var:Row.tag_3 ?>"><?cs var:Row.tag_3 ?></bdi> <span class="quiet"><?cs var:Row.tags_more ?></span></td>
<?cs var:Part.willingness ?><td class="k-willingness"><span class="will l<?cs var:Row.willingness ?>"><?cs var:Row.willingness_text ?></span></td>
<?cs var:Part.cost ?><td class="k-cost"><?cs var:Row.cost ?></td>
<?cs var:Part.recording ?><td class="k-recording"><?cs var:Row.recording ?></td>
<?cs var:Part.transcript ?><td class="k-transcript"><?cs var:Row.transcript ?></td>
<?cs var:Part.end ?></tr>
