// Bodies as the vendors send them (tests/fixtures/vendors), and long ones that are made up here.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './stack.mjs';

const FOLDER = path.join(ROOT, 'tests/fixtures/vendors');

/** A sample by its name, as text; `names()` are all of them, each beginning with its source. */
export const sampleText = (name) => readFileSync(path.join(FOLDER, `${name}.json`), 'utf8');
export const sample = (name) => JSON.parse(sampleText(name));
export const names = () => readdirSync(FOLDER).filter((f) => f.endsWith('.json')).map((f) => f.slice(0, -5)).sort();

/** An ElevenLabs conversation of n turns, with a function in every tenth. */
export function longConversation(n, id = `conv_long_${n}`) {
    const body = sample('elevenlabs_transcription');
    body.data.conversation_id = id;
    body.data.transcript = Array.from({ length: n }, (_, i) => ({
        role: i % 2 ? 'user' : 'agent', message: `Turn ${i + 1} of ${n}`, time_in_call_secs: i,
        ...(i % 10 === 4 ? { tool_calls: [{ type: 'webhook', request_id: `r${i}`, tool_name: 'look_up', params_as_json: `{"turn":${i + 1}}`, tool_has_been_called: true }],
            tool_results: [{ request_id: `r${i}`, tool_name: 'look_up', result_value: `"found ${i + 1}"`, is_error: false, tool_has_been_called: true }] } : {}),
    }));
    body.data.metadata.call_duration_secs = n;
    return body;
}

/** The event that brings a conversation's sound. */
export const audioEvent = (data, bytes) => ({ type: 'post_call_audio', event_timestamp: Math.floor(Date.now() / 1000), data: { agent_id: data.agent_id, conversation_id: data.conversation_id, full_audio: bytes.toString('base64') } });
