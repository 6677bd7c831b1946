/* QR codes, as SVG within the page: no picture to fetch, nothing inline that the content security
 * policy would refuse. */
#ifndef VIEW_QR_H
#define VIEW_QR_H

#include "core/buf.h"
#include "core/err.h"

/* Appends an <svg> with the text, its quiet zone around it, black on white in any theme. `label`
 * says what it is to who cannot see it. ERR_INTERNAL when the text is too long. */
enum err qr_svg(const char *text, const char *label, struct buf *out);

#endif
