<tr id="i<?cs var:Row.id ?>" class="is-<?cs var:Row.status_key ?>">
<td class="k-created" title="<?cs var:Row.created_title ?>"><?cs var:Row.created ?></td>
<td class="k-closed" title="<?cs var:Row.closed_title ?>"><?cs var:Row.closed ?></td>
<td class="k-channel"><span class="ch <?cs var:Row.channel_key ?>"><?cs var:Row.channel ?></span></td>
<td class="k-queue" title="<?cs var:Row.queue ?>"><?cs var:Row.queue ?></td>
<td class="k-agent" title="<?cs var:Row.agent ?>"><?cs if:Flag.ai ?><span class="ai">AI</span> <?cs /if ?><?cs var:Row.agent ?></td>
<td class="k-client" title="<?cs var:Row.client_title ?>"><?cs var:Row.client ?></td>
<td class="k-did" title="<?cs var:Row.did ?>"><?cs var:Row.did ?></td>
<td class="k-disposition" title="<?cs var:Row.disposition ?>"><?cs var:Row.disposition ?></td>
<td class="k-duration" title="<?cs var:Row.duration_title ?>"<?cs if:Flag.running ?> data-since="<?cs var:Row.created_ms ?>"<?cs /if ?>><?cs var:Row.duration ?></td>
<td class="k-acw"><?cs var:Row.acw ?></td>
<td class="k-status"><span class="st"><?cs var:Row.status ?></span></td>
<td class="k-c"><?cs if:Flag.client ?><a class="hist" href="<?cs var:Row.client_url ?>" hx-boost="false" aria-label="History of <?cs var:Row.client ?>">C</a><?cs /if ?></td>
<td class="k-a"><?cs if:Flag.agent ?><a class="hist" href="<?cs var:Row.agent_url ?>" hx-boost="false" aria-label="History of <?cs var:Row.agent ?>">A</a><?cs /if ?></td>
</tr>
