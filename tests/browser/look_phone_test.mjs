// The look of the pages on a phone.
import { look } from './look.mjs';

look(390);
