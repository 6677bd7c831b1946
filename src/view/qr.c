#include "view/qr.h"

#include <qrencode.h>

enum { QUIET = 4, BLACK = 1 };

/* Dark modules beside each other are one bar. */
static void add_row(const unsigned char *row, int width, int y, struct buf *out)
{
    for (int x = 0; x < width; x++) {
        int begin = x;
        while (x < width && (row[x] & BLACK))
            x++;
        if (x > begin)
            buf_printf(out, "M%d %dh%dv1h-%dz", begin + QUIET, y + QUIET, x - begin, x - begin);
    }
}

enum err qr_svg(const char *text, const char *label, struct buf *out)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    if (!code)
        return err_set(ERR_INTERNAL, "the text does not fit into a QR code");
    int size = code->width + 2 * QUIET;
    buf_printf(out, "<svg class=\"qr\" xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
                    "aria-label=\"");
    buf_html(out, label);
    buf_printf(out,
               "\" viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\"><rect width=\"%d\" "
               "height=\"%d\" fill=\"#fff\"/><path fill=\"#000\" d=\"",
               size, size, size, size);
    for (int y = 0; y < code->width; y++)
        add_row(code->data + y * code->width, code->width, y, out);
    buf_puts(out, "\"/></svg>");
    QRcode_free(code);
    return OK;
}
