/* What clients and agents send: photos that show a number, and papers. */
#include "core/buf.h"
#include "demo.h"

#include <zlib.h>

/* --- pictures --- */

enum { WIDTH = 320, HEIGHT = 200, LINE = WIDTH + 1 };

static void rectangle(unsigned char *image, int x, int y, int wide, int high, int shade)
{
    for (int row = y; row < y + high && row < HEIGHT; row++)
        for (int col = x; col < x + wide && col < WIDTH; col++)
            image[row * LINE + 1 + col] = (unsigned char)shade;
}

/* A digit of seven bars. */
static void digit(unsigned char *image, int x, int y, int n)
{
    static const struct {
        int x, y, wide, high;
    } bars[7] = {{3, 0, 20, 4},  {22, 3, 4, 22}, {22, 28, 4, 22}, {3, 49, 20, 4},
                 {0, 28, 4, 22}, {0, 3, 4, 22},  {3, 24, 20, 4}};
    static const unsigned char lit[10] = {0x3f, 0x06, 0x5b, 0x4f, 0x66,
                                          0x6d, 0x7d, 0x07, 0x7f, 0x6f};
    for (int b = 0; b < 7; b++)
        if (lit[n] >> b & 1)
            rectangle(image, x + bars[b].x, y + bars[b].y, bars[b].wide, bars[b].high, 24);
}

static void chunk(struct buf *b, const char *type, const void *data, size_t len)
{
    uLong crc = crc32(crc32(0, (const Bytef *)type, 4), data, (uInt)len);
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_putc(b, (char)(len >> shift));
    buf_add(b, type, 4);
    buf_add(b, data, len);
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_putc(b, (char)(crc >> shift));
}

static void draw(unsigned char *image, const char *number)
{
    for (int y = 0; y < HEIGHT; y++)
        memset(image + y * LINE + 1, 190 - y / 4, WIDTH);
    rectangle(image, 16, 48, WIDTH - 32, 104, 96);
    rectangle(image, 24, 56, WIDTH - 48, 88, 222);
    int x = 36;
    for (; *number && x < WIDTH - 50; number++)
        if (*number >= '0' && *number <= '9') {
            digit(image, x, 74, *number - '0');
            x += 36;
        }
}

/* A gray picture of a display with the digits of `number`. */
static void png(struct buf *b, const char *number)
{
    static unsigned char image[LINE * HEIGHT], packed[LINE * HEIGHT];
    static const unsigned char head[13] = {0, 0, WIDTH >> 8, WIDTH & 255, 0, 0, 0, HEIGHT, 8, 0};
    uLongf len = sizeof packed;
    memset(image, 0, sizeof image);
    draw(image, number);
    if (compress2(packed, &len, image, sizeof image, 9) != Z_OK)
        abort();
    buf_add(b, "\x89PNG\r\n\x1a\n", 8);
    chunk(b, "IHDR", head, sizeof head);
    chunk(b, "IDAT", packed, len);
    chunk(b, "IEND", "", 0);
}

/* --- papers --- */

/* In the encoding of the font: what it does not have is left out. */
static void pdf_text(struct buf *b, const char *text)
{
    for (const unsigned char *s = (const unsigned char *)text; *s; s++) {
        if (*s == '(' || *s == ')' || *s == '\\')
            buf_printf(b, "\\%c", *s);
        else if (*s == '\n')
            buf_puts(b, ") ' (");
        else if (*s < 0x80)
            buf_putc(b, (char)*s);
        else if ((*s & 0xfe) == 0xc2)
            buf_printf(b, "\\%o", (s[0] & 3) << 6 | (s[1] & 0x3f));
        else if (strncmp((const char *)s, "€", 3) == 0)
            buf_puts(b, "\\200");
    }
}

static void pdf(struct buf *b, const char *title, const char *text)
{
    struct buf page = {0};
    size_t at[6] = {0};
    buf_puts(&page, "BT /F 20 Tf 60 770 Td (");
    pdf_text(&page, title);
    buf_puts(&page, ") Tj /F 11 Tf 16 TL 0 -40 Td (");
    pdf_text(&page, text);
    buf_puts(&page, ") Tj ET");
    const char *objects[] = {"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                             "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R"
                             "/Resources<</Font<</F 4 0 R>>>>>>",
                             "<</Type/Font/Subtype/Type1/BaseFont/Helvetica"
                             "/Encoding/WinAnsiEncoding>>"};
    buf_puts(b, "%PDF-1.4\n");
    for (int o = 0; o < 4; o++) {
        at[o] = b->len;
        buf_printf(b, "%d 0 obj%s endobj\n", o + 1, objects[o]);
    }
    at[4] = b->len;
    buf_printf(b, "5 0 obj<</Length %zu>>stream\n%s\nendstream endobj\n", page.len, page.s);
    at[5] = b->len;
    buf_puts(b, "xref\n0 6\n0000000000 65535 f \n");
    for (int o = 0; o < 5; o++)
        buf_printf(b, "%010zu 00000 n \n", at[o]);
    buf_printf(b, "trailer<</Size 6/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n", at[5]);
    buf_free(&page);
}

/* --- files --- */

bool demo_media(struct demo_world *w, const struct demo_interaction *i, const struct demo_said *s,
                int no, struct demo_medium *out)
{
    static struct buf b; /* scratch: emptied before every use */
    struct random r = demo_chance(i, 50 + (uint64_t)no);
    const char *end = strrchr(s->media, '.');
    bool photo = strcmp(end, ".png") == 0;
    buf_clear(&b);
    if (photo)
        png(&b, demo_fill(w, &i->talk->cast, NULL, &r,
                          strstr(s->media, "meter") || strstr(s->media, "zaehler") ? "<reading>"
                                                                                   : "<small>",
                          false));
    else
        pdf(&b, w->tenant->name,
            demo_fill(w, &i->talk->cast, NULL, &r,
                      "<name>\nReference <ref>\n\nAmount: <amount>\nIn parts of: <small>\n"
                      "From: <date>\n\nThis paper is invented, as all of the demo.",
                      false));
    const char *folder = "media/";
    out->path =
        demo_file_name(w, folder, i->created, i->id, arena_printf(w->days, "-%d%s", no, end));
    out->type = photo ? "image/png" : "application/pdf";
    out->bytes = (int64_t)b.len;
    return demo_file(w, out->path, b.s, b.len);
}
