/* Recordings, and the files of messages: what can be done with each, and the links to them. */
#ifndef PAGES_RECORDING_H
#define PAGES_RECORDING_H

#include "core/media.h"
#include "core/wave.h"
#include "http/request.h"
#include "http/response.h"
#include "store/conversation.h"
#include "view/view.h"

/* --- files (recording_file.c) ---------------------------------------------------------------- */

/* A file of the tenant: below its folder of recordings_dir, or its prefix in the object store. */
struct file {
    bool on_disk;
    const char *path; /* from the database */
};

enum file_state {
    FILE_FINE,
    FILE_UNPLAYED, /* sound that browsers do not play; may be saved */
    FILE_EMPTY,
    FILE_DAMAGED,
    FILE_MISSING,
    FILE_UNKNOWN, /* of a kind that is sent to nobody */
    FILE_NO_STORE /* the object store is not set up */
};

/* What can be done with it. A file on disk is opened and looked at; of an object only the name is:
 * whether it is there is known when it is asked for. */
enum file_state file_state(struct request *r, const struct file *f);

/* What is said to people about a state; NULL for FILE_FINE. */
const char *file_problem(enum file_state s);

/* Lets nginx send the file. `name`: what it is saved as, without its end; NULL: it is shown or
 * played. */
enum err file_send(struct request *r, struct response *out, const struct file *f, const char *name);

/* How loud a WAVE file on disk is where; how many voices it has, 0 for all others. */
size_t file_peaks(struct request *r, const struct file *f,
                  unsigned char out[WAVE_VOICES][WAVE_PEAKS]);

/* --- recordings (recording.c) ---------------------------------------------------------------- */

/* The link to the file of a message, for who reads the transcript. Pictures are shown and sounds
 * played by it, others saved (media_find). */
const char *recording_media_url(struct request *r, int64_t id, int64_t message_no);

/* Fills Player.* with the recordings of an interaction, for detail_player.cs. */
void player_show(struct request *r, struct view *v, const struct interaction *i,
                 const struct recording *list, size_t n);

#endif
