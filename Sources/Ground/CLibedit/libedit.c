#define _GNU_SOURCE

#include "CLibedit.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

_Static_assert(sizeof(wchar_t) == sizeof(int32_t), "wide characters are taken for 32-bit integers");

EditLine *tb_editor_new(const char *program, void *data, tb_write_function write, FILE **output) {
    cookie_io_functions_t functions = {.write = write};
    *output = fopencookie(data, "w", functions);
    if (*output == NULL) return NULL;
    EditLine *editor = el_init_fd(program, stdin, *output, stderr, STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO);
    if (editor == NULL) fclose(*output);
    return editor;
}

void tb_editor_close_output(FILE *output) { fclose(output); }

void tb_editor_set_data(EditLine *editor, void *data) { el_wset(editor, EL_CLIENTDATA, data); }

void *tb_editor_data(EditLine *editor) {
    void *data = NULL;
    el_wget(editor, EL_CLIENTDATA, &data);
    return data;
}

void tb_editor_use_emacs(EditLine *editor) { el_wset(editor, EL_EDITOR, L"emacs"); }

void tb_editor_set_prompt(EditLine *editor, tb_prompt_function prompt) { el_wset(editor, EL_PROMPT, prompt); }

void tb_editor_set_getc(EditLine *editor, tb_getc_function getc) { el_wset(editor, EL_GETCFN, getc); }

void tb_editor_set_history(EditLine *editor, HistoryW *history) { el_wset(editor, EL_HIST, history_w, history); }

static void widen(const char *text, wchar_t *wide, size_t size) {
    size_t index = 0;
    for (; text[index] != 0 && index + 1 < size; index++) wide[index] = (unsigned char)text[index];
    wide[index] = 0;
}

/* libedit keeps the pointer to a function's name, so names are literals. */
static void bind_own(EditLine *editor, const wchar_t *name, const wchar_t *keys, tb_key_function function) {
    el_wset(editor, EL_ADDFN, name, name, function);
    el_wset(editor, EL_BIND, keys, name, NULL);
}

void tb_editor_bind_tab(EditLine *editor, tb_key_function function) {
    bind_own(editor, L"tunebook-complete", L"\t", function);
}

void tb_editor_bind_action(EditLine *editor, unsigned char key, tb_key_function function) {
    wchar_t keys[] = {key, 0};
    bind_own(editor, L"tunebook-act", keys, function);
}

void tb_editor_bind_command(EditLine *editor, unsigned char key, const char *command) {
    wchar_t keys[] = {key, 0}, wide_command[64];
    widen(command, wide_command, 64);
    el_wset(editor, EL_BIND, keys, wide_command, NULL);
}

void tb_editor_refresh(EditLine *editor) { el_wset(editor, EL_REFRESH); }

void tb_editor_prepare_terminal(EditLine *editor, int raw) { el_wset(editor, EL_PREP_TERM, raw); }

const int32_t *tb_editor_read(EditLine *editor, int *count) { return (const int32_t *)el_wgets(editor, count); }

int tb_editor_insert(EditLine *editor, const int32_t *text) { return el_winsertstr(editor, (const wchar_t *)text); }

const int32_t *tb_editor_text(EditLine *editor, long *length, long *cursor) {
    const LineInfoW *info = el_wline(editor);
    *length = info->lastchar - info->buffer;
    *cursor = info->cursor - info->buffer;
    return (const int32_t *)info->buffer;
}

void tb_flush_output(FILE *output) {
    fflush(output);
    fflush(stdout);
}

int tb_width(int32_t character) {
    int width = wcwidth((wchar_t)character);
    return width < 0 ? 0 : width;
}

void tb_history_limit(HistoryW *history, int count) {
    HistEventW event;
    history_w(history, &event, H_SETSIZE, count);
}

void tb_history_enter(HistoryW *history, const int32_t *line) {
    HistEventW event;
    history_w(history, &event, H_ENTER, (const wchar_t *)line);
}

void tb_standard_descriptors(void) {
    for (int descriptor = 0; descriptor <= 2; descriptor++) {
        if (fcntl(descriptor, F_GETFD) >= 0 || errno != EBADF) continue;
        /* The lowest free number is this one. */
        if (open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY) < 0) return;
    }
}

void tb_default_stack_size(size_t size) {
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) return;
    if (pthread_attr_setstacksize(&attributes, size) == 0) pthread_setattr_default_np(&attributes);
    pthread_attr_destroy(&attributes);
}

static int signal_pipe[2] = {-1, -1};

int tb_signals_open(void) {
    if (signal_pipe[0] < 0 && pipe2(signal_pipe, O_NONBLOCK | O_CLOEXEC) != 0) return -1;
    return signal_pipe[0];
}

void tb_signals_wake(unsigned char byte) {
    int saved = errno;
    if (signal_pipe[1] >= 0) { while (write(signal_pipe[1], &byte, 1) < 0 && errno == EINTR) {} }
    errno = saved;
}

static void pass_on(int number) { tb_signals_wake((unsigned char)number); }

static void unblock(int number) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

void tb_signal_catch(int number) {
    /* Without SA_RESTART: a read that waits for a key must end. */
    struct sigaction action = {.sa_handler = pass_on}, before;
    /* Whoever started the program without this signal (nohup, a job of a script) wants it so. */
    if (sigaction(number, NULL, &before) == 0 && before.sa_handler == SIG_IGN) return;
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
    unblock(number);
}

void tb_signal_default(int number) { signal(number, SIG_DFL); }

static struct termios terminal_before;
static int has_terminal = 0;
static volatile sig_atomic_t quits = 0;

static void quit(int number) {
    if (quits++ == 0) {
        tb_signals_wake((unsigned char)number);
        return;
    }
    if (has_terminal) tcsetattr(STDIN_FILENO, TCSANOW, &terminal_before);
    _exit(128 + number);
}

void tb_signal_plain_quit(void) {
    struct sigaction before;
    if (sigaction(SIGQUIT, NULL, &before) == 0 && before.sa_handler != SIG_IGN) signal(SIGQUIT, SIG_DFL);
}

void tb_signal_catch_quit(void) {
    has_terminal = tcgetattr(STDIN_FILENO, &terminal_before) == 0;
    struct sigaction action = {.sa_handler = quit}, before;
    if (sigaction(SIGQUIT, NULL, &before) == 0 && before.sa_handler == SIG_IGN) return;
    sigemptyset(&action.sa_mask);
    sigaction(SIGQUIT, &action, NULL);
    unblock(SIGQUIT);
}

static void do_nothing(int number) { (void)number; }

void tb_signal_ignore_pipe(void) {
    struct sigaction action = {.sa_handler = do_nothing, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGPIPE, &action, NULL);
    /* A file that may not grow any more (ulimit -f) is an error of that file, no end of the program. */
    sigaction(SIGXFSZ, &action, NULL);
}
