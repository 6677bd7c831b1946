<tr id="i<?cs var:Row.id ?>" class="<?cs var:Row.status_key ?>">
<td class="created" title="<?cs var:Row.created_title ?>"><?cs var:Row.created ?></td>
<td class="closed" title="<?cs var:Row.closed_title ?>"><?cs var:Row.closed ?></td>
<td class="channel"><span class="ch <?cs var:Row.channel_key ?>"><?cs var:Row.channel ?></span></td>
<td class="queue" title="<?cs var:Row.queue ?>"><?cs var:Row.queue ?></td>
<td class="agent" title="<?cs var:Row.agent ?>"><?cs if:Flag.ai ?><span class="ai">AI</span> <?cs /if ?><?cs var:Row.agent ?></td>
<td class="client" title="<?cs var:Row.client_title ?>"><?cs var:Row.client ?></td>
<td class="did"><?cs var:Row.did ?></td>
<td class="disposition" title="<?cs var:Row.disposition ?>"><?cs var:Row.disposition ?></td>
<td class="duration" title="<?cs var:Row.duration_title ?>"<?cs if:Flag.running ?> data-since="<?cs var:Row.created_ms ?>"<?cs /if ?>><?cs var:Row.duration ?></td>
<td class="acw"><?cs var:Row.acw ?></td>
<td class="status"><span class="st"><?cs var:Row.status ?></span></td>
<td class="c"><?cs if:Flag.client ?><a class="hist" href="<?cs var:Row.client_url ?>" aria-label="History of <?cs var:Row.client ?>">C</a><?cs /if ?></td>
<td class="a"><?cs if:Flag.agent ?><a class="hist" href="<?cs var:Row.agent_url ?>" aria-label="History of <?cs var:Row.agent ?>">A</a><?cs /if ?></td>
</tr>
