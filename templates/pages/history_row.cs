<tr id="i<?cs var:Row.id ?>" class="is-<?cs var:Row.status_key ?>">
<td class="k-source"><?cs var:Row.source ?></td>
<td class="k-created" title="<?cs var:Row.created_title ?>"><a class="open" href="<?cs var:Row.url ?>" hx-boost="false"><?cs var:Row.created ?></a></td>
<td class="k-closed" title="<?cs var:Row.closed_title ?>"><?cs var:Row.closed ?></td>
<td class="k-channel"><span class="ch <?cs var:Row.channel_key ?>"><?cs var:Row.channel ?></span></td>
<td class="k-queue" title="<?cs var:Row.queue ?>"><?cs var:Row.queue ?></td>
<td class="k-agent" title="<?cs var:Row.agent ?>"><?cs if:Flag.ai ?><span class="ai">AI</span> <?cs /if ?><?cs var:Row.agent ?></td>
<?cs if:Flag.of_agent ?><td class="k-client" title="<?cs var:Row.client ?>"><?cs if:Flag.client ?><a href="<?cs var:Row.client_url ?>" data-history="client" hx-boost="false"><?cs var:Row.client ?></a><?cs else ?><?cs var:Row.client ?><?cs /if ?></td>
<?cs /if ?><td class="k-did" title="<?cs var:Row.did ?>"><?cs var:Row.did ?></td>
<td class="k-disposition" title="<?cs var:Row.disposition ?>"><?cs var:Row.disposition ?></td>
<td class="k-duration" title="<?cs var:Row.duration_title ?>"<?cs if:Flag.running ?> data-since="<?cs var:Row.created_ms ?>"<?cs /if ?>><?cs var:Row.duration ?></td>
<td class="k-status"><span class="st"><?cs var:Row.status ?></span></td>
<td class="k-content" title="<?cs var:Row.content ?>"><bdi><?cs var:Row.content ?></bdi></td>
<td class="k-play" title="<?cs var:Row.play_title ?>"><?cs if:Flag.play ?><a href="<?cs var:Row.play_url ?>" hx-boost="false">Play<span class="sr"> the recording of <?cs var:Row.created ?></span></a><?cs else ?>–<?cs /if ?></td>
<td class="k-transcription" title="<?cs var:Row.transcript_title ?>"><?cs if:Flag.transcript ?><a href="<?cs var:Row.transcript_url ?>" hx-boost="false">Read<span class="sr"> the transcription of <?cs var:Row.created ?></span></a><?cs else ?>–<?cs /if ?></td>
</tr>
