#include <stdlib.h>
#include <string.h>

#include "list.h"

struct node {
    char *text;
    struct node *next;
};

struct list {
    struct node *head;
    struct node *tail;
    size_t length;
};

struct list *list_create(void)
{
    struct list *list = malloc(sizeof(*list));
    if (list == NULL)
        return NULL;
    list->head = NULL;
    list->tail = NULL;
    list->length = 0;
    return list;
}

int list_append(struct list *list, const char *text)
{
    struct node *node = malloc(sizeof(*node));
    if (node == NULL)
        return -1;
    node->text = strdup(text);
    if (node->text == NULL) {
        free(node);
        return -1;
    }
    node->next = NULL;
    if (list->tail == NULL)
        list->head = node;
    else
        list->tail->next = node;
    list->tail = node;
    list->length++;
    return 0;
}

size_t list_length(const struct list *list)
{
    return list->length;
}

void list_free(struct list *list)
{
    struct node *node = list->head;
    while (node != NULL) {
        struct node *next = node->next;
        free(node->text);
        free(node);
        node = next;
    }
    free(list);
}
